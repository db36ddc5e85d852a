/** What a schema does not allow, as ajv says it. */
export interface SchemaFault {
  keyword: string
  params: Record<string, unknown>
  /** Where it stands, as a JSON pointer. */
  instancePath: string
}

type Schema = Record<string, unknown>

/** The first thing that is wrong with a value; undefined: nothing is. */
export type Check = (schema: Schema, value: unknown) => SchemaFault | undefined

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {})

/** The schema of one field; undefined: it may not stand there. */
const schemaOf = (schema: Schema, name: string): unknown => {
  if (schema.type === 'array') return schema.items
  const properties = fieldsOf(schema.properties)
  if (Object.hasOwn(properties, name)) return properties[name]
  const patterns = Object.entries(fieldsOf(schema.patternProperties))
  return patterns.find(([pattern]) => new RegExp(pattern, 'u').test(name))?.[1]
}

/** What is missing among the fields of a value, and what may not stand among them. */
const ownFaults = (schema: Schema, value: object): SchemaFault[] => {
  if (schema.type !== 'object') return []
  const needed: unknown[] = Array.isArray(schema.required) ? schema.required : []
  const missing = needed
    .filter((name): name is string => typeof name === 'string' && !Object.hasOwn(value, name))
    .map((missingProperty) => ({ keyword: 'required', params: { missingProperty } }))
  const strange = Object.keys(schema.additionalProperties === false ? value : {})
    .filter((name) => schemaOf(schema, name) === undefined)
    .map((name) => ({ keyword: 'additionalProperties', params: { additionalProperty: name } }))
  return [...missing, ...strange].map((fault) => ({ ...fault, instancePath: '' }))
}

const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

/**
 * Everything that a schema does not allow in a value, where a check stops at the first: part by part,
 * down to those that have no parts.
 * @param most so many are enough
 */
export const faultsIn = (
  check: Check,
  schema: Schema,
  value: unknown,
  most: number,
): SchemaFault[] => {
  const first = check(schema, value)
  if (!first) return []
  if (!isObject(value)) return [first]
  const faults = ownFaults(schema, value)
  for (const [name, one] of Object.entries(value)) {
    if (faults.length >= most) break
    const part = schemaOf(schema, name)
    if (!isObject(part)) continue
    for (const fault of faultsIn(check, part, one, most - faults.length))
      faults.push({ ...fault, instancePath: pointer(name) + fault.instancePath })
  }
  return faults.length === 0 ? [first] : faults.slice(0, most)
}
