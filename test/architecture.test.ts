import t from 'tap'
import { forgottenYields, parseSource, type SourceFile, sourceFiles } from './imports.ts'

const LINES_MAX = 350

const server = sourceFiles('src/**/*.ts', 'printers/**/*.ts')
const everything = [
  ...server,
  ...sourceFiles('display/**/*.{ts,tsx}', 'tools/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'),
]

const FEATURES =
  /^src\/(cards|centres|changes|counters|devices|notices|prints|reports|retention|staff|tickets)\/([^/]+)$/
/** Words that decide nothing and hold nothing: every file may use them. */
const SHARED = new Set([
  'src/csv.ts',
  'src/refusal.ts',
  'src/duration.ts',
  'src/number-text.ts',
  'src/errors.ts',
  'src/sentences.ts',
  'src/language.ts',
  'src/phone.ts',
  'src/plain-text.ts',
  'src/stands-at.ts',
  'src/words.ts',
])
/** Files of a feature that are not its rules: they talk to the world, or gather for those who do. */
const AT_THE_EDGE = new Set([
  'src/cards/signature.ts',
  'src/notices/channel.ts',
  'src/notices/file-channel.ts',
  'src/notices/http-channel.ts',
  'src/notices/open-channels.ts',
  'src/notices/pace.ts',
  'src/notices/push-channel.ts',
  'src/notices/reference.ts',
  'src/notices/smpp-channel.ts',
  'src/notices/smpp-link.ts',
  'src/staff/known-browser.ts',
  'src/staff/locks.ts',
  'src/staff/password.ts',
  'src/tickets/outlook.ts',
])
/** What calculates and nothing else. */
const PURE_PACKAGES = new Set([
  'node:crypto',
  'csv-parse/sync',
  'luxon',
  'libphonenumber-js/max',
  'sms-segments-calculator',
])

const featureOf = (path: string): string | null => FEATURES.exec(path)?.[1] ?? null
const isStore = (path: string) => path.endsWith('.store.ts')
const isView = (path: string) => path.endsWith('.view.ts')
const isPure = (path: string): boolean => {
  const [, , name = ''] = FEATURES.exec(path) ?? []
  return SHARED.has(path) || (/^[a-z-]+\.ts$/.test(name) && !AT_THE_EDGE.has(path))
}

/** The imports that a rule does not allow, as `file → import`. */
const offences = (
  files: readonly SourceFile[],
  concerns: (path: string) => boolean,
  allows: (from: string, path: string) => boolean,
): string[] =>
  files
    .filter(({ path }) => concerns(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ from, typeOnly }) => !typeOnly && !allows(from, path))
        .map(({ from }) => `${path} → ${from}`),
    )

const matches = (files: readonly SourceFile[], forbidden: RegExp): string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, i) => (forbidden.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  )

t.test('rules import types, and other rules', async (t) => {
  t.ok(server.filter(({ path }) => isPure(path)).length > 10, 'there are rules to look at')
  const allows = (from: string) => isPure(from) || PURE_PACKAGES.has(from)
  t.strictSame(offences(server, isPure, allows), [])
})

t.test('stores import the database, rules and stores', async (t) => {
  t.ok(
    server.some(({ path }) => isStore(path)),
    'there are stores to look at',
  )
  const allows = (from: string) =>
    from.startsWith('src/db/') || from.startsWith('drizzle-orm') || isPure(from) || isStore(from)
  t.strictSame(offences(server, isStore, allows), [])
})

t.test('views gather and never write: no routes, no jobs, no web', async (t) => {
  const allows = (from: string) =>
    !/\.(routes|jobs)\.ts$|^src\/(app|http|serve|server)\.ts$|^fastify/.test(from)
  t.strictSame(offences(server, isView, allows), [])
})

t.test('routes import no SQL, and no routes of another feature', async (t) => {
  const allows = (from: string, path: string) =>
    !/^drizzle-orm|^pg$|^better-sqlite3$|^src\/db\/(?!transact)/.test(from) &&
    (!from.endsWith('.routes.ts') || featureOf(from) === featureOf(path))
  t.strictSame(
    offences(server, (path) => path.endsWith('.routes.ts'), allows),
    [],
  )
})

t.test('only the database and the stores know SQL', async (t) => {
  const mayKnow = (path: string) => path.startsWith('src/db/') || isStore(path)
  const allows = (from: string) => !/^drizzle-orm|^pg$|^better-sqlite3$/.test(from)
  const backsUp = 'src/backup.ts'
  t.strictSame(
    offences(server, (path) => !mayKnow(path) && path !== backsUp, allows),
    [],
  )
})

t.test('nobody imports what composes the whole', async (t) => {
  const composes = /^src\/(app|serve|server|seed|backup|verify)\.ts$/
  t.strictSame(
    offences(
      server,
      (path) => !composes.test(path),
      (from) => !composes.test(from),
    ),
    [],
  )
})

t.test('the pages take only types and rules from the server', async (t) => {
  const allows = (from: string) => !from.startsWith('src/') || isPure(from)
  t.strictSame(
    offences(everything, (path) => path.startsWith('display/'), allows),
    [],
  )
})

t.test('no two files need one another, not even for their types', async (t) => {
  const needs = new Map(
    everything.map(({ path, imports }) => [path, imports.map(({ from }) => from)]),
  )
  const circles: string[] = []
  const done = new Set<string>()
  const follow = (path: string, way: readonly string[]): void => {
    if (way.includes(path))
      return void circles.push([...way.slice(way.indexOf(path)), path].join(' → '))
    if (done.has(path)) return
    for (const next of needs.get(path) ?? []) follow(next, [...way, path])
    done.add(path)
  }
  for (const path of needs.keys()) follow(path, [])
  t.ok(needs.size > 500, 'there are files to look at')
  t.strictSame(circles, [])
})

t.test('the environment is read by the configuration alone', async (t) => {
  // The files that are started hand it over, whole; only config.ts looks into it.
  const strangers = matches(
    server.filter(({ path }) => path !== 'src/config.ts'),
    /process\.env/,
  )
  t.strictSame(
    strangers.filter((line) => !/readConfig\((process\.env|\{ \.\.\.process\.env)/.test(line)),
    [],
  )
})

t.test('nothing under the edge reads the clock or draws a random number', async (t) => {
  const underTheEdge = server.filter(
    ({ path }) => featureOf(path) || /^(src\/(db|live|jobs)|printers)\//.test(path),
  )
  t.strictSame(
    matches(
      underTheEdge,
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandom(UUID|Bytes|Int)\b|DateTime\.(now|local|utc)\(\)/,
    ),
    [],
  )
})

t.test('every file answers to one name: 350 lines at most', async (t) => {
  // One list of all tables, and one of all refusals, is easier to keep than several.
  const lists = new Set(['src/db/tables.ts', 'src/errors.ts'])
  const long = everything.filter(
    ({ path, text }) => !lists.has(path) && text.split('\n').length > LINES_MAX,
  )
  t.strictSame(
    long.map(({ path }) => path),
    [],
  )
})

t.test('no step of a write is forgotten: each has its yield*', async (t) => {
  t.strictSame(forgottenYields(everything), [])
})

t.test('a forgotten yield* is found', async (t) => {
  const store = parseSource(
    'src/cards/a.store.ts',
    'export function* shelve() {}\nexport const other = () => 1\n',
  )
  const body = (...lines: string[]) =>
    parseSource(
      'src/cards/b.store.ts',
      ["import { other, shelve } from './a.store.ts'", ...lines].join('\n'),
    )
  const found = (...lines: string[]) => forgottenYields([store, body(...lines)])
  const inGenerator = (line: string) => found(`export function* b() { ${line} }`)
  const here = ['src/cards/b.store.ts:2 shelve']
  t.strictSame(inGenerator('shelve()'), here, 'dropped')
  t.strictSame(inGenerator('const card = shelve()'), here, 'kept as if it were the result')
  t.strictSame(inGenerator('if (shelve()) other()'), here)
  t.strictSame(inGenerator('return shelve()'), here)
  t.strictSame(inGenerator('yield shelve()'), here, 'the star alone is missing')
  t.strictSame(found('export const c = () => { shelve() }'), here, 'dropped outside a generator')
  t.strictSame(found('export const c = function* () { shelve() }'), here)
  t.strictSame(inGenerator('const card = yield* shelve(); other(); return yield* shelve()'), [])
  t.strictSame(found('export const c = () => drive(shelve())'), [], 'handed to who drives it')
  t.strictSame(found('export const c = () => shelve()'), [])
})
