import { useEffect, useRef, useState } from 'preact/hooks'
import { Button, Dialog } from '../shared/components.tsx'
import { useTexts } from './texts.ts'

const IDLE_MS = 30_000
const WARN_MS = 12_000
const TICK_MS = 250

/** Seconds until the visit ends by itself once they are few, else null. */
const useCountdown = (
  isOn: boolean,
  onEnd: () => void,
): { left: number | null; extend: () => void } => {
  const [left, setLeft] = useState<number | null>(null)
  const lastTouch = useRef(0)
  const end = useRef(onEnd)
  end.current = onEnd
  const extend = (): void => {
    lastTouch.current = performance.now()
    setLeft(null)
  }
  useEffect(() => {
    if (!isOn) {
      setLeft(null)
      return undefined
    }
    const touched = () => {
      lastTouch.current = performance.now()
      setLeft(null)
    }
    touched()
    const timer = setInterval(() => {
      const leftMs = lastTouch.current + IDLE_MS - performance.now()
      if (leftMs <= 0) {
        setLeft(null)
        end.current()
      } else setLeft(leftMs <= WARN_MS ? Math.ceil(leftMs / 1000) : null)
    }, TICK_MS)
    addEventListener('pointerdown', touched)
    addEventListener('keydown', touched)
    return () => {
      clearInterval(timer)
      removeEventListener('pointerdown', touched)
      removeEventListener('keydown', touched)
    }
  }, [isOn])
  return { left, extend }
}

/** Goes back to the start when nobody is there any more; says so first, and any touch extends it. */
export const IdleGuard = (props: { isOn: boolean; onEnd: () => void }) => {
  const text = useTexts()
  const { left, extend } = useCountdown(props.isOn, props.onEnd)
  if (left === null) return null
  return (
    <Dialog
      title={text('stillThere')}
      onClose={extend}
      actions={
        <>
          <Button look="primary" large onClick={extend}>
            {text('moreTime')}
          </Button>
          <Button large onClick={props.onEnd}>
            {text('finish')}
          </Button>
        </>
      }
    >
      <p role="timer">{text('endsIn', { count: left })}</p>
    </Dialog>
  )
}
