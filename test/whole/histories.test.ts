import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openPostgres } from '../../src/db/open-postgres.ts'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import type { Database } from '../../src/db/transact.ts'
import { seeded } from '../cards/given.ts'
import { type Engine, engines, freshPostgres, temporaryFolder } from '../databases.ts'
import { clerk, look, type Scene, shelver, visitor, watchCounter } from '../histories/clients.ts'
import { explain, type Operation, type Rules } from '../histories/explain.ts'
import { givenHall, type Hall, hallSettings } from '../histories/given.ts'
import { type HallOperation, hallRules, type Known, shouldSay } from '../histories/hall.ts'
import { eventsOf, hintsFor, keyInHall, keyOnShelf } from '../histories/hints.ts'
import { openRecorder } from '../histories/recorder.ts'
import { shelfRules, shelfShouldSay } from '../histories/shelf.ts'
import { story } from '../histories/story.ts'
import { startProcess } from './process.ts'

/** More for a night: DAWR_HISTORIES=200, on each engine. */
const HISTORIES = Number(process.env.DAWR_HISTORIES ?? 2)
/** Another night: DAWR_SEED=2. */
const SEED = Number(process.env.DAWR_SEED ?? 1)

const VISITORS = 26
const BROWSERS = 16
const SHELVERS = 8
const TURNS = 8

t.setTimeout(120_000 + HISTORIES * 60_000)

interface Site {
  db: Database
  urls: readonly string[]
  halls: readonly Hall[]
}

/** One process on SQLite, or two on one PostgreSQL, so that the order is kept across processes. */
const startSite = async (t: Test, engine: Engine): Promise<Site> => {
  const dataDir = temporaryFolder(t)
  const url = engine === 'postgres' ? await freshPostgres(t) : null
  const db =
    url === null
      ? openSqlite(join(dataDir, 'dawr.db'), Date)
      : await openPostgres(url, Date, (error) => void t.fail(error.message))
  t.teardown(() => db.close())
  const halls: Hall[] = []
  for (let n = 0; n < HISTORIES; n++) halls.push(await givenHall(db))
  const env = { DATA_DIR: dataDir, SEED: 'none', ...(url !== null && { DATABASE_URL: url }) }
  const processes = url === null ? [env] : [env, env]
  const urls = await Promise.all(processes.map((env) => startProcess(t, env).ready))
  return { db, halls, urls }
}

/** Looks once everybody has gone, all at once: no part of the crowd. */
const LAST_LOOK = 'last look'

/** Who asks which process: every other one the second. */
const urlFor =
  ({ urls }: Site) =>
  (client: string): string =>
    urls[Number(client.replace(/\D/g, '')) % urls.length] ?? ''

/** Fifty clients at once, and then a look at all that they left behind. */
const play = async (site: Site, hall: Hall, seed: number) => {
  const scene: Scene = {
    hall,
    tickets: openRecorder(urlFor(site)),
    cards: openRecorder(urlFor(site)),
    // With one class the longest wait must be called; with three the score decides.
    classes: seed % 2 === 0 ? ['regular'] : ['regular', 'priority', 'express'],
    random: seeded(seed),
    issued: new Set(),
    parked: new Set(),
  }
  const many = (count: number, as: (at: number) => Promise<void>) =>
    Array.from({ length: count }, (_, at) => as(at))
  await Promise.all([
    ...many(VISITORS, (at) => visitor(scene, `visitor ${at}`, TURNS)),
    // Two browsers at a counter, on different processes.
    ...many(BROWSERS, (at) => {
      const isFirst = at % 2 === 0
      return clerk(scene, `clerk ${at}`, { counter: at >> 1, isFirst, turns: TURNS * 2 })
    }),
    ...many(SHELVERS, (at) => shelver(scene, `shelver ${at}`, TURNS)),
  ])
  const issuedAt = new Map<string, number>()
  const lookAtTicket = async (id: string) => {
    const answer = await look(scene, `${LAST_LOOK} 0`, id)
    issuedAt.set(id, Date.parse(answer?.body.issuedAt))
  }
  await Promise.all([...scene.issued].map(lookAtTicket))
  await Promise.all(hall.counters.map((_, at) => watchCounter(scene, `${LAST_LOOK} 1`, at)))
  return { ...scene, known: knownFrom(scene.tickets.operations, issuedAt) }
}

/** What each request came to. */
const knownFrom = (
  operations: readonly HallOperation[],
  issuedAt: ReadonlyMap<string, number>,
): Map<string, Known> => {
  const known = new Map<string, Known>()
  for (const { input, output } of operations) {
    const { ticket: id, number } = output ?? {}
    if (input.do !== 'issue' || !id || !number) continue
    const isAnswered = output?.said === 'ok' || known.get(input.request)?.isAnswered === true
    known.set(input.request, { id, number, isAnswered, issuedAt: issuedAt.get(id) ?? Number.NaN })
  }
  return known
}

/** Calls and tickets that say another time than that at which they were made. */
const untrue = ({ tickets, known }: Awaited<ReturnType<typeof play>>): HallOperation[] =>
  [...tickets.spans].flatMap(([one, { from, to }]) => {
    const { input, output } = one
    const isIssue = input.do === 'issue' && output?.said === 'ok'
    const at = isIssue ? known.get(input.request)?.issuedAt : output?.at
    return at === undefined || (from <= at && at <= to) ? [] : [one]
  })

/** The most clients that waited for an answer at one moment. */
const crowdOf = (operations: readonly Operation<unknown, unknown>[]): number => {
  const answered = operations.filter(
    ({ client, output }) => output !== null && !client.startsWith(LAST_LOOK),
  )
  const crowds = answered.map(({ invokedAt: now }) => {
    const waiting = answered.filter((one) => one.invokedAt <= now && one.answeredAt > now)
    return new Set(waiting.map(({ client }) => client)).size
  })
  return Math.max(...crowds)
}

for (const engine of engines)
  t.test(`fifty clients' history has one order that explains it (${engine})`, async (t) => {
    const site = await startSite(t, engine)
    const sum = { operations: 0, lost: 0, called: 0, crowd: 0, tried: 0, longestMs: 0 }

    const judge = <S, Op extends Operation<unknown, unknown>>(
      name: string,
      operations: readonly Op[],
      rules: Rules<S, Op>,
      hints: ReadonlyMap<Op, number>,
      say: (state: S, operation: Op) => string,
    ) => {
      const from = performance.now()
      const verdict = explain(operations, rules, { hints })
      sum.longestMs = Math.max(sum.longestMs, Math.round(performance.now() - from))
      sum.tried = Math.max(sum.tried, verdict.tried)
      sum.operations += operations.length
      sum.lost += operations.filter(({ output }) => output === null).length
      sum.crowd = Math.max(sum.crowd, crowdOf(operations))
      t.equal(story(verdict, say), null, name)
    }

    for (const [at, hall] of site.halls.entries()) {
      const seed = SEED * 1_000_000 + at
      const played = await play(site, hall, seed)
      const { tickets, cards, known } = played
      const events = await eventsOf(site.db, hall.centre)
      const inHall = hintsFor(tickets.spans, events, keyInHall(hall, known))
      const counters = hall.counters.map(({ services }) => services)
      const rules = hallRules(counters, hallSettings, known)
      judge(`tickets, seed ${seed}`, tickets.operations, rules, inHall, shouldSay)
      const slots = new Set(hall.slots)
      const onShelf = hintsFor(cards.spans, events, keyOnShelf)
      const shelf = shelfRules(hall.serials, slots)
      judge(`cards, seed ${seed}`, cards.operations, shelf, onShelf, shelfShouldSay(slots))
      t.strictSame(untrue(played), [], 'what says when it was done says the truth')
      sum.called += tickets.operations.filter(({ output }) => output?.at !== undefined).length
    }
    t.comment(JSON.stringify(sum))
    t.ok(sum.called > HISTORIES * 15, `for this to mean anything: ${sum.called} calls`)
    t.ok(sum.crowd > 20, `and ${sum.crowd} at once`)
    t.ok(sum.lost > HISTORIES, `and ${sum.lost} answers that were lost`)
  })
