import type { Fields } from '../../src/changes/change.ts'

/** How a value is shown that says nothing. */
export const NOTHING = '–'

type Value = string | string[]

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list of things, each with fields of its own, as fields by their places: `#1`. */
const byPlace = (value: unknown): unknown =>
  Array.isArray(value) && value.some(isObject)
    ? Object.fromEntries(value.map((one, at) => [`#${String(at + 1)}`, one]))
    : value

/** Every single value in some fields, by the names that lead to it: `name.en`. */
const leavesOf = (fields: Fields, path = ''): [string, Value][] =>
  Object.entries(fields).flatMap(([name, listed]): [string, Value][] => {
    const value = byPlace(listed)
    if (isObject(value)) return leavesOf(value, `${path}${name}.`)
    return [[`${path}${name}`, Array.isArray(value) ? value.map(String) : String(value ?? NOTHING)]]
  })

/** What differs, value by value; a value that was not there, or is not, is undefined. */
export const differences = (
  before: Fields | null,
  after: Fields | null,
): { name: string; was: Value | undefined; is: Value | undefined }[] => {
  const [was, is] = [new Map(leavesOf(before ?? {})), new Map(leavesOf(after ?? {}))]
  return (
    [...new Set([...was.keys(), ...is.keys()])]
      .map((name) => ({ name, was: was.get(name), is: is.get(name) }))
      // An empty list, or text, is as good as none.
      .filter(({ was = '', is = '' }) => String(was) !== String(is))
  )
}
