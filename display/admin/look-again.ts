import { type Answer, untilAnswered } from '../shared/api.ts'
import { askStaff } from '../shared/session.ts'

/** The same, whatever the order of their fields; what is left out is null. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other)
    return (one ?? null) === (other ?? null)
  const fields = new Map(Object.entries(other))
  const own = Object.entries(one)
  return own.length === fields.size && own.every(([name, value]) => isSame(value, fields.get(name)))
}

/** Whether all of a form that was sent stands there, whatever else does. */
export const holds = (there: object, sent: object): boolean => {
  const fields = new Map(Object.entries(there))
  return Object.entries(sent).every(([name, value]) => isSame(value, fields.get(name)))
}

/**
 * What a form is settled by whose answer was lost: it is read how things stand, rather than sent
 * again, for others may have changed them before the server is back.
 * @param find where that stands which was sent; undefined: it was not done
 */
export const lookFor =
  <S, R>(path: string, find: (read: S) => R | undefined) =>
  async (): Promise<Answer<R> | null> => {
    const seen = await untilAnswered(() => askStaff<S>(path))
    if (!seen.ok) return seen
    const value = find(seen.value)
    return value === undefined ? null : { ...seen, value }
  }
