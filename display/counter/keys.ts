import { useLayoutEffect, useRef } from 'preact/hooks'
import { isTypedInto } from '../shared/typed-into.ts'
import { type SideStep, sideKeys } from './next-step.ts'

/** Where Space is typed, or presses what has the focus. */
const ownsSpace = (target: EventTarget | null): boolean =>
  isTypedInto(target) ||
  (target instanceof HTMLElement &&
    target.matches('summary, a[href], button:focus-visible:not([data-space])'))

/** Space for the one next thing, F-keys for the rest; nothing while a dialog is open. */
export const useKeys = (onSpace: () => void, onSide: (step: SideStep) => void): void => {
  const latest = useRef({ onSpace, onSide })
  latest.current = { onSpace, onSide }
  // Before the buttons are painted: whoever sees one may press its key.
  useLayoutEffect(() => {
    const sides = new Map(Object.entries(sideKeys).map(([step, key]) => [`${key}`, step]))
    const isSide = (step: string | undefined): step is SideStep =>
      step !== undefined && step in sideKeys
    const onKey = (event: KeyboardEvent): void => {
      if (document.querySelector('dialog[open]')) return
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
      const step = sides.get(event.key)
      if (isSide(step)) {
        event.preventDefault()
        if (!event.repeat) latest.current.onSide(step)
      } else if (event.key === ' ' && !ownsSpace(event.target)) {
        event.preventDefault()
        // A key held down is one press.
        if (!event.repeat) latest.current.onSpace()
      }
    }
    /** A button is pressed when Space comes up: ours was done when it went down. */
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === ' ' && !ownsSpace(event.target)) event.preventDefault()
    }
    /** A button pressed by hand gives Space back; one reached with Tab keeps it. */
    const onClick = (event: MouseEvent): void => {
      const button = event.target instanceof Element && event.target.closest('button')
      if (button && event.detail > 0 && !button.closest('dialog')) button.blur()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('keyup', onKeyUp)
    // Before a dialog is opened by it, which would give the focus back to it in the end.
    document.addEventListener('click', onClick, { capture: true })
    return () => {
      document.removeEventListener('click', onClick, { capture: true })
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('keyup', onKeyUp)
    }
  }, [])
}
