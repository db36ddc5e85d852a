import { eq } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import { callNext, openCounter } from '../src/counters/counter.store.ts'
import { actOnCurrent } from '../src/counters/current.store.ts'
import { randomToken, tokenHash } from '../src/crypto.ts'
import { query, run } from '../src/db/transact.ts'
import type { Deps } from '../src/deps.ts'
import { queueNotice } from '../src/notices/notice.store.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { insertStaff, openSession } from '../src/staff/staff.store.ts'
import { issueTicket } from '../src/tickets/issue.store.ts'
import { buildOrder } from '../test/factories.ts'

/** The demo's large centre. */
export const DEMO_CENTRE = 'isa-town'
/** What the demo's kiosks offer, without the collecting of cards. */
export const SERVICES = ['renew', 'address', 'replace', 'biometrics', 'express']

/** The most notices of one command: each of them is told. */
const NOTICES_A_COMMAND = 400
/** No password has it: these members sign in by no door. */
const NO_HASH = ''
const PHONE = '+97336000000'

interface BenchCounter {
  id: string
  member: { id: string; skills: readonly string[]; supervisor: null }
}

export interface IssuedTicket {
  id: string
  secret: string
}

/** Of a result, what is no refusal. @throws for a refusal */
export const agreed = <R>(result: R | Refusal): R => {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`)
  return result
}

/**
 * What a bench needs done in a centre outside the measured time: counters, visitors and notices, by
 * the server's own steps.
 */
export const openHall = ({ db, vault }: Pick<Deps, 'db' | 'vault'>, centreId: string) => {
  const counters: BenchCounter[] = []
  let issued = 0

  const addCounter = async (label: string): Promise<void> => {
    const member = { id: uuid(), skills: ['*'], supervisor: null }
    const id = `bench-${centreId}-${label}`
    await db.amend(function* () {
      yield* insertStaff({
        ...member,
        username: id,
        name: id,
        passwordHash: NO_HASH,
        roles: ['clerk'],
        centreId,
      })
      yield* run(
        query((d, t) =>
          d.insert(t.counters).values({
            id,
            centreId,
            label,
            capabilities: SERVICES,
            state: 'closed',
            services: [],
            stateSince: Date.now(),
          }),
        ),
      )
    })
    agreed(await db.write(centreId, (command) => openCounter(command, id, member, undefined)))
    counters.push({ id, member })
  }

  const newSession = async ({ id, member }: BenchCounter) => {
    const token = randomToken()
    const session = { tokenHash: tokenHash(token), replaces: null, now: Date.now() }
    agreed(
      await db.amend(() => openSession({ ...session, staffId: member.id, passwordHash: NO_HASH })),
    )
    return { counter: id, cookie: `dawr_session=${token}` }
  }

  const issueOne = async (): Promise<IssuedTicket> => {
    const ticketId = uuid()
    agreed(
      await db.write(centreId, (command) =>
        issueTicket(
          command,
          buildOrder({
            ticketId,
            requestId: ticketId,
            requestedBy: 'bench',
            serviceId: SERVICES[issued++ % SERVICES.length] ?? 'renew',
          }),
        ),
      ),
    )
    return { id: ticketId, secret: vault.ticketSecret(ticketId) }
  }

  /** Whoever is at a counter is served and leaves. */
  const serveOne = ({ id, member }: BenchCounter) =>
    db.write(centreId, function* (command) {
      const served = yield* actOnCurrent(command, id, member, { do: 'serve' })
      if (isRefusal(served)) return served
      return yield* actOnCurrent(command, id, member, { do: 'finish', outcome: null })
    })

  return {
    /** Opens counters, each with a member of staff of its own, until there are so many. */
    openCounters: async (count: number): Promise<void> => {
      while (counters.length < count) await addCounter(String(101 + counters.length))
    },
    /** Fresh sessions for all counters: a member of staff may ask so many times a minute. */
    signIn: () => Promise.all(counters.map(newSession)),
    /** So many more wait, spread over the services. */
    wait: (count: number) => Promise.all(Array.from({ length: count }, issueOne)),
    /** Serves everybody at the counters to the end. @returns how many there were */
    serveAll: async (): Promise<number> => {
      const served = await Promise.all(counters.map(serveOne))
      return served.filter((one) => !isRefusal(one)).length
    },
    /** Calls once at each counter. */
    callAll: async (): Promise<void> => {
      await Promise.all(
        counters.map(({ id, member }) =>
          db.write(centreId, (command) => callNext(command, id, member)),
        ),
      )
    },
    /** Writes the message of each of these tickets, to be sent from now on. */
    queueNotices: async (tickets: readonly IssuedTicket[]): Promise<void> => {
      const phoneCipher = vault.seal(PHONE)
      for (let from = 0; from < tickets.length; from += NOTICES_A_COMMAND) {
        const some = tickets.slice(from, from + NOTICES_A_COMMAND)
        agreed(
          await db.write(centreId, function* (command) {
            for (const { id } of some) {
              const notice = yield* queueNotice(command, {
                kind: 'ticket_issued',
                subject: id,
                language: 'ar',
                phoneCipher,
                timeZone: command.centre.timeZone,
              })
              if (notice) command.tell({ type: 'notice_queued', subject: notice })
            }
            return true
          }),
        )
      }
    },
  }
}
export type Hall = ReturnType<typeof openHall>

/** A centre like the demo's, without counters. */
export const copyCentre = async ({ db }: Pick<Deps, 'db'>, id: string): Promise<void> => {
  const [[centre], services] = await Promise.all([
    db.read(query((d, t) => d.select().from(t.centres).where(eq(t.centres.id, DEMO_CENTRE)))),
    db.read(
      query((d, t) => d.select().from(t.services).where(eq(t.services.centreId, DEMO_CENTRE))),
    ),
  ])
  if (!centre) throw new Error('there is no demo centre to copy')
  await db.amend(function* () {
    yield* run(query((d, t) => d.insert(t.centres).values({ ...centre, id, revision: 0 })))
    yield* run(
      query((d, t) =>
        d.insert(t.services).values(services.map((one) => ({ ...one, centreId: id }))),
      ),
    )
  })
}
