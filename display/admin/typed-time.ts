import { western } from '../shared/digits.ts'

/** How a time of the day is typed: `07:30`, `7:30`, `7.30`, `0730` or `730`, kept as `07:30`. */
interface TypedTime {
  /** The pattern of a whole one. */
  whole: string
  /** The pattern of one that is whole, or may still become so. */
  begun: string
}

const typedTime = (hours: string): TypedTime => ({
  whole: `(?:${hours})[:.]?[0-5][0-9]`,
  begun: `(?:${hours})[:.]?(?:[0-5][0-9]?)?`,
})

export const anyTime = typedTime('[01]?[0-9]|2[0-3]')
export const timeBeforeNoon = typedTime('0?[0-9]|1[01]')

const whole = new RegExp(`^${anyTime.whole}$`)

/** What was typed, as times are kept and shown; what is no time is left as it is. */
export const settled = (typed: string): string => {
  const trimmed = western(typed).trim()
  if (!whole.test(trimmed)) return typed
  const digits = trimmed.replace(/\D/g, '').padStart(4, '0')
  return `${digits.slice(0, 2)}:${digits.slice(2)}`
}
