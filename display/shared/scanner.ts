import { useLayoutEffect, useRef } from 'preact/hooks'
import { type Burst, hear } from './scan-keys.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

const fieldOf = (target: EventTarget | null): Field | undefined =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined

/** Gives a field a value as typing would. */
const fill = (field: Field, value: string): void => {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Hears a hand scanner anywhere on the page, whatever has the focus. A field marked
 * `data-takes-scan` keeps its scans for itself: each replaces what stands there, in the characters
 * that the scanner means, whatever the language of the keyboard, and its Enter sends the field's
 * form. @param onScan gets capitals, digits and hyphens
 */
export const useScanner = (onScan: (code: string) => void, isOn = true): void => {
  const latest = useRef(onScan)
  latest.current = onScan
  // Before it is painted: what is seen may be scanned into.
  useLayoutEffect(() => {
    if (!isOn) return undefined
    let burst: Burst | undefined
    let before: { field: Field; value: string } | undefined
    const onKey = (event: KeyboardEvent): void => {
      const field = fieldOf(event.target)
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const { code, key, timeStamp } = event
      const heard = hear(burst, { code, key, atMs: timeStamp })
      if (heard.burst && heard.burst.startedMs !== burst?.startedMs)
        before = field && { field, value: field.value }
      burst = heard.burst
      if (heard.scanned === undefined) return
      if (field?.dataset.takesScan !== undefined) {
        fill(field, heard.scanned)
        return
      }
      // The Enter of a scan presses no button and sends no form.
      event.preventDefault()
      event.stopImmediatePropagation()
      if (before) fill(before.field, before.value)
      latest.current(heard.scanned)
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [isOn])
}
