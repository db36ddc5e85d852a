/** What is noted with who did it: set-up that is changed, and what is done in the place of somebody else. */
export const changeKinds = [
  'centre',
  'settings',
  'hall_notices',
  'service',
  'services_order',
  'counter',
  'device',
  'member',
  'password',
  'lock',
  'places',
  'places_moved',
  'places_merged',
  'message',
  'import',
  'day_closed',
  'in_place_of',
] as const
export type ChangeKind = (typeof changeKinds)[number]

export type Fields = Record<string, unknown>

/** A thing as it was and as it is now; null where it is not. */
export interface Change {
  kind: ChangeKind
  subject: string
  before: Fields | null
  after: Fields | null
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** Whether two values are the same to whoever reads them: the order of fields tells nothing. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (!isObject(a) || !isObject(b)) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]))
}

/** The fields that differ. @returns null when none does */
export const differing = (
  before: Fields | null,
  after: Fields | null,
): { before: Fields | null; after: Fields | null } | null => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changed = names.filter((name) => !isSame(before?.[name], after?.[name]))
  if (changed.length === 0) return null
  const those = (fields: Fields | null): Fields | null =>
    fields && Object.fromEntries(changed.map((name) => [name, fields[name] ?? null]))
  return { before: those(before), after: those(after) }
}
