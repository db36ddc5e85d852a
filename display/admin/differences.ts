import type { Fields } from '../../src/changes/change.ts'

/** How a value is shown that says nothing. */
export const NOTHING = '–'

type Value = string | string[]

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every single value in some fields, by the names that lead to it: `name.en`. */
const leavesOf = (fields: Fields, path = ''): [string, Value][] =>
  Object.entries(fields).flatMap(([name, value]): [string, Value][] =>
    isObject(value)
      ? leavesOf(value, `${path}${name}.`)
      : [[`${path}${name}`, Array.isArray(value) ? value.map(String) : String(value ?? NOTHING)]],
  )

/** What differs, value by value; a value that was not there, or is not, is undefined. */
export const differences = (
  before: Fields | null,
  after: Fields | null,
): { name: string; was: Value | undefined; is: Value | undefined }[] => {
  const [was, is] = [new Map(leavesOf(before ?? {})), new Map(leavesOf(after ?? {}))]
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => ({ name, was: was.get(name), is: is.get(name) }))
    .filter((one) => String(one.was) !== String(one.is))
}
