import { useLayoutEffect, useRef } from 'preact/hooks'
import { western } from '../shared/digits.ts'
import { isTypedInto } from '../shared/typed-into.ts'

const NUMBER = /^[0-9]{1,3}$/

/**
 * The digits that choose each counter: its own number where it has one, so that what is pressed is what
 * stands on it; the numbers that are left for the others, in their order.
 */
export const choiceKeys = (
  counters: readonly { id: string; label: string }[],
): ReadonlyMap<string, string> => {
  const taken = new Map<string, string>()
  for (const { id, label } of counters) {
    const number = western(label).trim()
    if (NUMBER.test(number) && !taken.has(number)) taken.set(number, id)
  }
  const numbered = new Set(taken.values())
  let next = 1
  for (const { id } of counters) {
    if (numbered.has(id)) continue
    while (taken.has(`${next}`)) next += 1
    taken.set(`${next}`, id)
  }
  return new Map([...taken].map(([number, id]) => [id, number]))
}

/** After this long a number is whole; a hand scanner types its digits quicker, and chooses nothing. */
const WHOLE_AFTER_MS = 250
/** So long, where it is the beginning of another one. */
const LONGER_AFTER_MS = 800

/** Chooses a counter by the digits that it shows; nothing while digits are typed anywhere. */
export const useChoiceKeys = (
  keys: ReadonlyMap<string, string>,
  onChoose: (counterId: string) => void,
): void => {
  const latest = useRef({ keys, onChoose })
  latest.current = { keys, onChoose }
  // Before the numbers are painted: whoever sees one may press it.
  useLayoutEffect(() => {
    let typed = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const forget = (): void => {
      clearTimeout(timer)
      typed = ''
    }
    const whole = (): void => {
      const number = typed
      forget()
      const chosen = [...latest.current.keys].find(([, key]) => key === number)
      if (chosen) latest.current.onChoose(chosen[0])
    }
    const onKey = (event: KeyboardEvent): void => {
      const digit = western(event.key)
      const isMeant =
        /^[0-9]$/.test(digit) &&
        !(event.repeat || event.ctrlKey || event.altKey || event.metaKey) &&
        !isTypedInto(event.target) &&
        document.querySelector('dialog[open]') === null
      clearTimeout(timer)
      if (!isMeant) {
        typed = ''
        return
      }
      typed += digit
      const isBegun = [...latest.current.keys.values()].some(
        (key) => key.length > typed.length && key.startsWith(typed),
      )
      timer = setTimeout(whole, isBegun ? LONGER_AFTER_MS : WHOLE_AFTER_MS)
    }
    document.addEventListener('keydown', onKey)
    return () => {
      forget()
      document.removeEventListener('keydown', onKey)
    }
  }, [])
}
