import fc, { type Arbitrary } from 'fast-check'
import type { Fit } from './fitting.ts'
import { type Role, roles, type Things } from './roles.ts'

/** The part of JSON Schema that the server's own OpenAPI uses. */
interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

export interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

/** A request as it goes over the wire. */
export interface Fuzzed {
  role: Role
  /** `GET /api/centres/{centre}`: where it is sent to, if the method and the path are left whole. */
  operation: string
  method: string
  path: string
  headers: Record<string, string>
  body: string | null
  /** Sent in place of all this, where something fits: see fitting.ts. */
  fit: Fit | null
}

/** What makes databases, parsers and careless code stumble. */
const nastyStrings = [
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00',
  '',
  ' ',
  '\u202e٠١٢',
  '__proto__',
  'constructor',
  'toString',
  '../../../etc/passwd',
  "'; drop table tickets; --",
  '{{7*7}}%s%n',
  '<script>alert(1)</script>',
  '999999999999999999999999',
  '-0',
  'NaN',
  'null',
  'A'.repeat(5000),
  '\u{1f1e7}\u{1f1ed}'.repeat(40),
  '\r\nSet-Cookie: a=b',
]
const nastyString = fc.oneof(
  fc.constantFrom(...nastyStrings),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
)
const nasty: Arbitrary<unknown> = fc.oneof(
  nastyString,
  fc.constantFrom<unknown>(null, true, [], {}, [[]], -1, 0, 1.5, 1e308, -1e308, 2 ** 53, 2 ** 63),
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'length', 'then'), fc.jsonValue()),
)

/** Names under which values that exist are tried: ids, services, places, phones. */
const knownFor = (things: Things): string[] => [
  ...Object.values(things),
  'muharraq',
  'isa-town-2',
  'isa-town-7',
  'renew',
  'address',
  'collect',
  'B-01-01-01',
  'B',
  '010203040',
  '36001234',
  'A-001',
  'C-001',
]

const dayFromNow = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const stringFrom = (schema: Schema, known: string[]): Arbitrary<string> => {
  const { pattern, minLength = 0, maxLength = 64, format } = schema
  if (format === 'date') return fc.integer({ min: -100, max: 10 }).map(dayFromNow)
  const fitting = known.filter(
    (one) =>
      one.length >= minLength &&
      one.length <= maxLength &&
      (!pattern || new RegExp(pattern).test(one)),
  )
  const made = pattern
    ? fc.stringMatching(new RegExp(pattern))
    : fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 80) })
  return fitting.length > 0
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fitting) }, made)
    : made
}

/** Values that the schema takes. */
const valueFrom = (schema: Schema, known: string[]): Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valueFrom(one, known)))
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {})
      const model = Object.fromEntries(fields.map(([name, one]) => [name, valueFrom(one, known)]))
      return fc.record(model, { requiredKeys: schema.required ?? [] })
    }
    case 'array':
      return fc.array(valueFrom(schema.items ?? {}, known), { minLength: 1, maxLength: 5 })
    case 'string':
      return stringFrom(schema, known)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 1000 })
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
  }
  return nasty
}

/** A good body with one field gone wrong, or one too many. */
const spoilt = (good: Arbitrary<unknown>, names: string[]): Arbitrary<unknown> =>
  fc
    .tuple(good, fc.constantFrom(...names, '__proto__', 'constructor', 'surplus'), nasty)
    .map(([body, name, value]) =>
      typeof body === 'object' && body !== null
        ? Object.fromEntries([...Object.entries(body), [name, value]])
        : value,
    )

const brokenTexts = [
  '',
  '{',
  '{"a":1',
  'null',
  '"text"',
  '[]',
  '\ufeff{}',
  '{"__proto__":{"roles":["admin"]}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '['.repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `{"service":"${'x'.repeat(70_000)}"}`,
  '{"party":1e999}',
  '\0\0\0',
  'serial,citizenId\nCSV-1,010203040\n',
  'serial,citizenId\n"CSV-1,010203040',
  'serial,citizenId\nCSV-1\0,010203040,,,\n',
  '__proto__,serial\n1,2\n',
]

const bodyFor = (operation: Operation, known: string[]): Arbitrary<string | null> => {
  const schema = operation.requestBody?.content['application/json']?.schema
  const broken = fc.constantFrom(...brokenTexts)
  if (!schema) return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, broken)
  const good = valueFrom(schema, known)
  const text = (body: unknown) => JSON.stringify(body)
  return fc.oneof(
    { weight: 5, arbitrary: good.map(text) },
    { weight: 5, arbitrary: spoilt(good, Object.keys(schema.properties ?? {})).map(text) },
    { weight: 1, arbitrary: nasty.map(text) },
    { weight: 1, arbitrary: broken },
  )
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed())

/** What no encoder would write into an address. */
const rawSegment = fc.constantFrom(
  '%00',
  '%ff',
  '%zz',
  '%',
  '..%2f..',
  '%2e%2e',
  'a'.repeat(300),
  '~',
  ';a=b',
  '%F0%9F',
)

const segment = (schema: Schema, known: string[], right: string[] = []): Arbitrary<string> =>
  fc.oneof(
    { weight: right.length > 0 ? 24 : 0, arbitrary: fc.constantFrom(...right, 'muharraq') },
    { weight: 12, arbitrary: valueFrom(schema, known).map((value) => encoded(String(value))) },
    { weight: 2, arbitrary: nastyString.map((text) => encoded(text) || '%20') },
    { weight: 1, arbitrary: rawSegment },
  )

/** The values that exist for a parameter of a path. */
const rightFor = (name: string, things: Things): string[] => {
  const by: Record<string, string[]> = {
    ...Object.fromEntries(Object.entries(things).map(([thing, id]) => [thing, [id]])),
    id: [things.ticket],
    counter: ['isa-town-1', 'isa-town-2', 'isa-town-7'],
  }
  return by[name] ?? []
}

const pathFor = (path: string, operation: Operation, things: Things): Arbitrary<string> => {
  const known = knownFor(things)
  const parameters = operation.parameters ?? []
  const inPath = parameters.filter((one) => one.in === 'path')
  const inQuery = parameters.filter((one) => one.in === 'query')
  const query = fc.record(
    Object.fromEntries(inQuery.map((one) => [one.name, segment(one.schema, known)])),
    { requiredKeys: inQuery.filter((one) => one.required).map((one) => one.name) },
  )
  const extra = fc.constantFrom(
    '',
    '',
    '',
    '',
    '&a[b]=c',
    '&__proto__=1',
    '&number=1&number=2',
    '&%00',
    '&&&=',
    '#x?',
  )
  return fc
    .tuple(
      fc.tuple(...inPath.map((one) => segment(one.schema, known, rightFor(one.name, things)))),
      query,
      extra,
    )
    .map(([segments, asked, more]) => {
      const filled = inPath.reduce(
        (whole, { name }, at) => whole.replace(`{${name}}`, () => segments[at] ?? ''),
        path,
      )
      const pairs = Object.entries(asked).map(([name, value]) => `${name}=${value}`)
      return `${filled}?${pairs.join('&')}${more}`
    })
}

const JSON_TYPE = 'application/json'
const contentType = fc.oneof(
  { weight: 12, arbitrary: fc.constant(JSON_TYPE) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'text/csv',
      'text/plain',
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/JSON;;;',
      '*/*',
      'x',
      '\xff',
    ),
  },
)

const oddHeaders: Record<string, string>[] = [
  { 'accept-language': '\xff\xfe;q=x,,,en' },
  { 'accept-language': 'en;q=0.5,'.repeat(100) },
  { accept: 'application/xml' },
  { cookie: 'dawr_session=%00; __proto__=1' },
  { cookie: 'dawr_session=%zz; dawr_session="' },
  { authorization: 'Bearer ' },
  { authorization: `Bearer ${'a'.repeat(199)}` },
  { authorization: 'Bearer \xff\xfe' },
  { 'x-forwarded-for': 'not an address' },
  { 'x-forwarded-for': '::1, fe80::1%eth0, 999.999.999.999' },
  { 'x-forwarded-host': ']bad[' },
  { 'x-forwarded-proto': 'javascript' },
  { host: ']bad[:99999' },
  { origin: 'null' },
  { origin: '\xff' },
  { 'sec-fetch-site': 'cross-site' },
  { range: 'bytes=9-1' },
  { 'if-modified-since': 'never' },
  { 'content-encoding': 'gzip' },
  { 'x-http-method-override': 'DELETE' },
]

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']

/** Something every so often, null otherwise. */
const now = <T>(times: number, of: number, arbitrary: Arbitrary<T>): Arbitrary<T | null> =>
  fc.oneof({ weight: times, arbitrary }, { weight: of - times, arbitrary: fc.constant(null) })

/** Requests to every operation the server says it has: good ones, spoilt ones, and rubbish. */
export const requestsTo = (api: OpenApi, things: Things): Arbitrary<Fuzzed> => {
  const known = knownFor(things)
  const operations = Object.entries(api.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
  )
  const fit = fc.record<Fit>({
    n: fc.nat(),
    spoilt: now(1, 4, fc.record({ at: fc.nat(20), value: nasty })),
    role: now(1, 8, fc.constantFrom(...roles)),
  })
  const one = operations.map(({ path, method, operation }) =>
    fc
      .record({
        // An administrator gets furthest, and so can break most.
        role: fc.oneof(
          { weight: 3, arbitrary: fc.constant<Role>('admin') },
          { weight: 1, arbitrary: fc.constantFrom(...roles) },
        ),
        method: fc.oneof(
          { weight: 20, arbitrary: fc.constant(method.toUpperCase()) },
          { weight: 1, arbitrary: fc.constantFrom(...methods) },
        ),
        path: pathFor(path, operation, things),
        body: bodyFor(operation, known),
        type: contentType,
        odd: fc.oneof(
          { weight: 8, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.constantFrom(...oddHeaders) },
        ),
        fit: now(1, 2, fit),
      })
      .map(({ type, odd, body, ...rest }) => ({
        ...rest,
        operation: `${rest.method} ${path}`,
        body,
        headers: { ...(body !== null && { 'content-type': type }), ...odd },
      })),
  )
  return fc.oneof(...one)
}
