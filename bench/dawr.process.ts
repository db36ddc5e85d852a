import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { readConfig } from '../src/config.ts'
import { actOnCurrent, callNext, openCounter } from '../src/counters/counter.store.ts'
import { randomToken, tokenHash } from '../src/crypto.ts'
import { query, run } from '../src/db/transact.ts'
import { openLog } from '../src/log.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { serve } from '../src/serve.ts'
import { insertStaff, openSession } from '../src/staff/staff.store.ts'
import { issueTicket } from '../src/tickets/issue.store.ts'
import { answerParent, machineMs } from './child.ts'
import { memoryNow } from './memory.ts'

/**
 * The whole server on SQLite, as `npm start` runs it, and beside its front door what a bench needs
 * done outside the measured time. Nothing of the server is changed or left out.
 */
const CENTRE = 'isa-town'
const SERVICES = ['renew', 'address', 'replace', 'biometrics', 'express']

const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bench-'))
const adminPassword = randomToken()
const running = await serve({
  config: readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD: adminPassword,
    LOG_LEVEL: 'warn',
    SEED: 'demo',
  }),
  clock: Date,
  ids: { next: uuid },
  log: openLog('warn'),
})
const { db, vault } = running.deps

let commits: number[] = []
db.onCommit(() => commits.push(machineMs()))

const agreed = <R>(result: R | Refusal): R => {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`)
  return result
}

interface BenchCounter {
  id: string
  member: { id: string; skills: readonly string[]; supervises: boolean }
}
const counters: BenchCounter[] = []

const newSession = async ({ id, member }: BenchCounter) => {
  const token = randomToken()
  const session = { staffId: member.id, tokenHash: tokenHash(token), replaces: null }
  agreed(await db.amend(() => openSession({ ...session, now: Date.now() })))
  return { counter: id, cookie: `dawr_session=${token}` }
}

const addCounter = async (label: string): Promise<void> => {
  const member = { id: uuid(), skills: ['*'], supervises: false }
  const id = `bench-${label}`
  await db.amend(function* () {
    yield* insertStaff({
      ...member,
      username: id,
      name: id,
      passwordHash: '',
      roles: ['clerk'],
      centreId: CENTRE,
    })
    yield* run(
      query((d, t) =>
        d.insert(t.counters).values({
          id,
          centreId: CENTRE,
          label,
          capabilities: SERVICES,
          state: 'closed',
          services: [],
          stateSince: Date.now(),
        }),
      ),
    )
  })
  agreed(await db.write(CENTRE, (command) => openCounter(command, id, member, undefined)))
  counters.push({ id, member })
}

let issued = 0
const issueOne = async () => {
  const ticketId = uuid()
  agreed(
    await db.write(CENTRE, (command) =>
      issueTicket(command, {
        ticketId,
        requestId: ticketId,
        requestedBy: 'bench',
        serviceId: SERVICES[issued++ % SERVICES.length] ?? 'renew',
        class: 'regular',
        language: 'ar',
        party: 1,
        device: null,
        phone: null,
        citizen: null,
        trusted: true,
      }),
    ),
  )
  return { id: ticketId, secret: vault.ticketSecret(ticketId) }
}

/** Whoever is at a bench counter is served and leaves. */
const serveOne = ({ id, member }: BenchCounter) =>
  db.write(CENTRE, function* (command) {
    const served = yield* actOnCurrent(command, id, member, { do: 'serve' })
    if (isRefusal(served)) return served
    return yield* actOnCurrent(command, id, member, { do: 'finish', outcome: null })
  })

const calls = {
  where: () => ({ url: running.url ?? '', adminPassword, dataDir }),
  /** Opens so many counters, each with a member of staff of its own. */
  openCounters: async ({ count }: { count: number }) => {
    while (counters.length < count) await addCounter(String(101 + counters.length))
  },
  /** Fresh sessions for all counters: a member of staff may ask so many times a minute. */
  signIn: () => Promise.all(counters.map(newSession)),
  /** So many more wait, spread over the services. */
  wait: async ({ count }: { count: number }) => {
    const tickets = await Promise.all(Array.from({ length: count }, issueOne))
    return tickets
  },
  /** Serves everybody at the counters to the end. */
  serveAll: async () => {
    const served = await Promise.all(counters.map(serveOne))
    return served.filter((one) => !isRefusal(one)).length
  },
  /** Calls once without HTTP, for warming up. */
  callAll: async () => {
    await Promise.all(
      counters.map(({ id, member }) =>
        db.write(CENTRE, (command) => callNext(command, id, member)),
      ),
    )
  },
  /** When commits were durable since the last time this was asked. */
  commits: () => {
    const since = commits
    commits = []
    return since
  },
  memory: () => memoryNow(),
}
export type DawrCalls = typeof calls

answerParent(calls, async () => {
  await running.close()
  rmSync(dataDir, { recursive: true, force: true })
})
