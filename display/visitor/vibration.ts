import { useEffect, useState } from 'preact/hooks'

const CALL_MS = [400, 200, 400, 200, 800]

/** Whether the device vibrates when its visitor is called: never, once the page was touched, or now. */
type Vibration = 'none' | 'untouched' | 'ready'

const vibration = (): Vibration => {
  // Missing on iPhones.
  if (!('vibrate' in navigator)) return 'none'
  // A browser lets no page vibrate that nobody has touched since it was opened.
  // Older ones do not tell, and then it is tried.
  const isUntouched = 'userActivation' in navigator && !navigator.userActivation.hasBeenActive
  return isUntouched ? 'untouched' : 'ready'
}

export const vibrateForCall = (): void => {
  if (vibration() === 'ready') navigator.vibrate(CALL_MS)
}

export const useVibration = (): Vibration => {
  const [now, setNow] = useState(vibration)
  useEffect(() => {
    const look = () => setNow(vibration())
    // The last event of a touch: with the first the browser may not count it yet.
    document.addEventListener('click', look)
    return () => document.removeEventListener('click', look)
  }, [])
  return now
}
