import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import { Button, Dialog } from '../shared/components.tsx'
import { useLanguage } from '../shared/i18n.ts'
import { Aloud, useSaid } from './aloud.ts'
import { useDoubleTapShield } from './double-tap.ts'
import { promptsIn } from './prompts.ts'
import { Signed } from './signs.tsx'
import { useTexts } from './texts.ts'

export const IDLE_MS = 30_000
/**
 * How long a number stands that is on no paper: long enough to find a phone, open its camera and
 * have it in focus; longer ago its visitor has noted it or gone, and the next one would face a
 * stranger's number and link.
 */
export const NUMBER_IDLE_MS = 3 * 60_000
const WARN_MS = 12_000
const TICK_MS = 250
/** The keys that work a dialog; every other one comes from a reader or a visitor who types on. */
const DIALOG_KEYS = new Set(['Tab', 'Shift', 'Enter', ' ', 'Escape'])

/**
 * Seconds until the visit ends by itself once they are few, else null.
 * @param isHeld whether the visitor is being told something, and so has reason to do nothing
 */
const useCountdown = (
  isOn: boolean,
  idleMs: number,
  isHeld: () => boolean,
  onEnd: () => void,
): { left: number | null; extend: () => void } => {
  const [left, setLeft] = useState<number | null>(null)
  const isWarned = useRef(false)
  isWarned.current = left !== null
  const lastTouch = useRef(0)
  const held = useRef(isHeld)
  held.current = isHeld
  const end = useRef(onEnd)
  end.current = onEnd
  const extend = useCallback((): void => {
    lastTouch.current = performance.now()
    setLeft(null)
  }, [])
  useEffect(() => {
    if (!isOn) {
      setLeft(null)
      return undefined
    }
    extend()
    const timer = setInterval(() => {
      if (!isWarned.current && held.current()) lastTouch.current = performance.now()
      const leftMs = lastTouch.current + idleMs - performance.now()
      if (leftMs <= 0) {
        setLeft(null)
        end.current()
      } else setLeft(leftMs <= WARN_MS ? Math.ceil(leftMs / 1000) : null)
    }, TICK_MS)
    const pressed = (): void => {
      // A press becomes a click only when the finger leaves. Until then the warning must stay where
      // it is and not run out, or the click would land on what lies behind it.
      if (isWarned.current) lastTouch.current = performance.now() - idleMs + WARN_MS
      else extend()
    }
    const typed = ({ key }: KeyboardEvent): void => {
      if (!isWarned.current || !DIALOG_KEYS.has(key)) extend()
    }
    addEventListener('pointerdown', pressed)
    addEventListener('keydown', typed)
    return () => {
      clearInterval(timer)
      removeEventListener('pointerdown', pressed)
      removeEventListener('keydown', typed)
    }
  }, [isOn, idleMs, extend])
  return { left, extend }
}

const Warning = (props: { left: number; onMore: () => void; onEnd: () => void }) => {
  const text = useTexts()
  useSaid(promptsIn(useLanguage()).warning())
  return (
    <Dialog
      title={text('stillThere')}
      onClose={props.onMore}
      actions={
        <>
          <Button look="primary" large onClick={props.onMore}>
            <Signed sign="time">{text('moreTime')}</Signed>
          </Button>
          <Button large onClick={props.onEnd}>
            <Signed sign="yes">{text('finish')}</Signed>
          </Button>
        </>
      }
    >
      <p role="timer">{text('endsIn', { count: props.left })}</p>
    </Dialog>
  )
}

/** Goes back to the start when nobody is there any more; says so first, and can be extended. */
export const IdleGuard = (props: { isOn: boolean; idleMs: number; onEnd: () => void }) => {
  const narrator = useContext(Aloud)
  const isHeld = () => narrator?.isSpeaking() ?? false
  const { left, extend } = useCountdown(props.isOn, props.idleMs, isHeld, props.onEnd)
  useDoubleTapShield(left === null ? 'visit' : 'warning')
  return left === null ? null : <Warning left={left} onMore={extend} onEnd={props.onEnd} />
}
