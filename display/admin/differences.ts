import type { Fields } from '../../src/changes/change.ts'

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every single value in some fields, by the names that lead to it: `name.en`. */
const leavesOf = (fields: Fields, path = ''): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    isObject(value)
      ? leavesOf(value, `${path}${name}.`)
      : [[`${path}${name}`, Array.isArray(value) ? value.join(', ') : String(value ?? '–')]],
  )

/** What differs, value by value; a value that was not there, or is not, is undefined. */
export const differences = (
  before: Fields | null,
  after: Fields | null,
): { name: string; was: string | undefined; is: string | undefined }[] => {
  const [was, is] = [new Map(leavesOf(before ?? {})), new Map(leavesOf(after ?? {}))]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => ({ name, was: was.get(name), is: is.get(name) }))
}
