import { useEffect, useRef } from 'preact/hooks'
import { western } from '../shared/digits.ts'
import { KEYS } from './prompts.ts'

/**
 * After this long without a further digit a number is whole. A reader types its nine digits quicker,
 * and is not taken for somebody who chooses.
 */
const WHOLE_AFTER_MS = 250
const BY_HAND_MAX = 3
/** The second of two digits is waited for so long. */
const FORGOTTEN_AFTER_MS = 5_000

/** The key that presses a button, shown on it. */
export const pressedBy = (key: string | undefined) => ({ 'aria-keyshortcuts': key || undefined })

const MARKED = '[aria-keyshortcuts]'
const markOf = (button: Element): string => button.getAttribute('aria-keyshortcuts') ?? ''

const buttons = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(MARKED)]

const press = (...keys: string[]): void =>
  buttons()
    .find((button) => keys.includes(markOf(button)))
    ?.click()

/**
 * Presses buttons by their keys, and goes back by Escape.
 * @param areDigitsTaken whether digits are a citizen id now
 */
export const useKeys = (areDigitsTaken: boolean, onBack: () => void): void => {
  const back = useRef(onBack)
  back.current = onBack
  useEffect(() => {
    let typed = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const forget = (): void => {
      clearTimeout(timer)
      typed = ''
    }
    const whole = (): void => {
      const marks = buttons().map(markOf)
      if (marks.some((mark) => mark.length > typed.length && mark.startsWith(typed))) {
        timer = setTimeout(forget, FORGOTTEN_AFTER_MS)
        return
      }
      // A hand that trembles presses twice, and means it once.
      const meant = marks.find((mark) => mark !== '' && typed.startsWith(mark))
      const isByHand = typed.length <= BY_HAND_MAX
      forget()
      if (meant !== undefined && isByHand) press(meant)
    }
    const onKey = (event: KeyboardEvent): void => {
      const { key, repeat } = event
      if (repeat || event.ctrlKey || event.altKey || event.metaKey) return
      // A question lies over the page: whatever is pressed answers it, and chooses nothing behind it.
      if (document.querySelector('dialog[open]')) {
        forget()
        return
      }
      const digit = western(key)
      if (/^\d$/.test(digit) && !areDigitsTaken) {
        clearTimeout(timer)
        typed += digit
        timer = setTimeout(whole, WHOLE_AFTER_MS)
        return
      }
      forget()
      if (key === KEYS.voiceAmongDigits) press(KEYS.voice, KEYS.voiceAmongDigits)
      if (key === KEYS.back) press(KEYS.back)
      if (key === 'Escape') back.current()
    }
    addEventListener('keydown', onKey)
    return () => {
      forget()
      removeEventListener('keydown', onKey)
    }
  }, [areDigitsTaken])
}
