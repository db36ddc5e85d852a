import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** Within this time a second tap on the same spot belongs to the first. */
const DOUBLE_TAP_MS = 1_000
/** A finger does not come down on just the same point. */
const SPOT_PX = 64

interface Press {
  x: number
  y: number
}

const isSameSpot = (a: Press, b: Press): boolean => Math.hypot(a.x - b.x, a.y - b.y) < SPOT_PX

/**
 * Keeps the second tap of a double tap from what the first one brought under the finger.
 * @param scene what is on the screen; a press that changes it is not followed by one on its spot
 */
export const useDoubleTapShield = (scene: string): void => {
  const last = useRef<Press | null>(null)
  const shield = useRef<{ spot: Press; until: number } | null>(null)
  useLayoutEffect(() => {
    if (last.current)
      shield.current = { spot: last.current, until: performance.now() + DOUBLE_TAP_MS }
  }, [scene])
  useEffect(() => {
    const pressed = (event: MouseEvent): void => {
      // A key's click has no place, and nobody presses twice by chance.
      if (event.detail === 0) return
      const press = { x: event.clientX, y: event.clientY }
      const { current } = shield
      if (current && performance.now() < current.until && isSameSpot(press, current.spot)) {
        event.preventDefault()
        event.stopPropagation()
        return
      }
      last.current = press
    }
    addEventListener('click', pressed, { capture: true })
    return () => removeEventListener('click', pressed, { capture: true })
  }, [])
}
