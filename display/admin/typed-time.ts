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

/** Local minutes after midnight as they are typed, `02:30`, and read back. */
export const timeFrom = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export const minutesFrom = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}
