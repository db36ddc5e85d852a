import { existsSync, readFileSync } from 'node:fs'
import { count, eq } from 'drizzle-orm'
import { type Logger, pino } from 'pino'
import { openVault } from '../../src/crypto.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import type { Clock } from '../../src/deps.ts'
import type { JobHandlers, JobOutcome } from '../../src/jobs/queue.ts'
import type { Language } from '../../src/language.ts'
import type { Channel, Message, Sent } from '../../src/notices/channel.ts'
import type { SmsLine } from '../../src/notices/file-channel.ts'
import { noticeHandler } from '../../src/notices/notice.jobs.ts'
import { type NoticeRow, queueNotice } from '../../src/notices/notice.store.ts'
import type { NoticeKind } from '../../src/notices/notice.ts'
import { keepPush } from '../../src/notices/push.store.ts'
import type { Subscription } from '../../src/notices/push.ts'
import { pushChannel } from '../../src/notices/push-channel.ts'
import { isRefusal } from '../../src/refusal.ts'
import type { TicketState } from '../../src/tickets/ticket.ts'

export const vault = openVault(Buffer.alloc(32, 7))
export const PHONE = '+97336000001'
export const silent = pino({ level: 'silent' })

const weekday = { opens: '07:00', closes: '14:15' }

/** The centre of Isa Town with its first service. */
export const givenCentre = async (db: Database): Promise<void> => {
  await db.amend(function* () {
    yield* run(
      query((db, t) =>
        db.insert(t.centres).values({
          id: 'isa-town',
          nameAr: 'مركز مدينة عيسى',
          nameEn: 'Isa Town Centre',
          timeZone: 'Asia/Bahrain',
          dayEndsAtMin: 0,
          hours: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 7: weekday },
          settings: {
            rates: { regular: 1, priority: 2, appointment: 2, express: 3 },
            recallsMax: 2,
            noShowAfterSec: 60,
            returnWithinMin: 30,
            nearlyAhead: 3,
            joinFromAnywhere: false,
            ticketsPerPhone: 3,
          },
          revision: 0,
        }),
      ),
    )
    yield* run(
      query((db, t) =>
        db.insert(t.services).values({
          centreId: 'isa-town',
          id: 'renew',
          prefix: 'A',
          nameAr: 'تجديد البطاقة',
          nameEn: 'Renew card',
          requirementsAr: '',
          requirementsEn: '',
          targetMin: 10,
          worksOnCards: false,
          position: 1,
          active: true,
        }),
      ),
    )
  })
}

let tickets = 0

/** A ticket that waits; answers its id. */
export const givenTicket = async (db: Database, now: number): Promise<string> => {
  const ordinal = ++tickets
  const id = `ticket-${ordinal}`
  await db.amend(function* () {
    yield* run(
      query((db, t) =>
        db.insert(t.tickets).values({
          id,
          centreId: 'isa-town',
          number: `A-${String(ordinal).padStart(3, '0')}`,
          day: '2026-11-24',
          serviceId: 'renew',
          class: 'regular',
          state: 'waiting',
          language: 'ar',
          party: 1,
          issuedAt: now,
          waitingSince: now,
          stateSince: now,
          recalls: 0,
          revision: 0,
          requestedBy: 'test',
          requestId: id,
        }),
      ),
    )
  })
  return id
}

/** From now on a ticket has this browser. */
export const givenBrowser = async (
  db: Database,
  id: string,
  subscription: Subscription,
): Promise<void> => {
  const sealed = vault.seal(JSON.stringify(subscription))
  const kept = await db.write('isa-town', () => keepPush(id, sealed))
  if (isRefusal(kept)) throw new Error(kept.refused)
}

/** Moves a ticket on, as a counter would. */
export const ticketIs = async (db: Database, id: string, state: TicketState): Promise<void> => {
  await db.amend(function* () {
    yield* run(query((db, t) => db.update(t.tickets).set({ state }).where(eq(t.tickets.id, id))))
  })
}

/** A card on the shelf; answers its serial. */
export const givenCard = async (db: Database, now: number, serial = 'BH0001'): Promise<string> => {
  await db.amend(function* () {
    yield* run(
      query((db, t) =>
        db.insert(t.cards).values({
          serial,
          centreId: 'isa-town',
          citizenHash: 'made up',
          citizenCipher: 'made up',
          language: 'ar',
          state: 'shelved',
          stateSince: now,
          blocked: false,
          revision: 0,
        }),
      ),
    )
  })
  return serial
}

/** Hands a card over, as the post section would. */
export const cardIsCollected = async (db: Database, serial: string): Promise<void> => {
  await db.amend(function* () {
    yield* run(
      query((db, t) =>
        db.update(t.cards).set({ state: 'handed_over' }).where(eq(t.cards.serial, serial)),
      ),
    )
  })
}

/** Writes a notice as tickets and cards do; answers its id, or null when there was one. */
export const givenNotice = async (
  db: Database,
  kind: NoticeKind,
  subject: string,
  { language = 'ar', phone = PHONE }: { language?: Language; phone?: string } = {},
): Promise<string | null> => {
  const phoneCipher = vault.seal(phone)
  const id = await db.write('isa-town', function* (command) {
    const { timeZone } = command.centre
    const noticeId = yield* queueNotice(command, { kind, subject, language, phoneCipher, timeZone })
    if (noticeId) command.tell({ type: 'notice_queued', subject: noticeId })
    return noticeId
  })
  if (isRefusal(id)) throw new Error(id.refused)
  return id
}

/** The stored notice. */
export const noticeOf = async (db: Database, id: string): Promise<NoticeRow> => {
  const [row] = await db.read(
    query((db, t) => db.select().from(t.notices).where(eq(t.notices.id, id))),
  )
  if (!row) throw new Error(`no notice ${id}`)
  return row
}

/** How many notices are in each state. */
export const noticeStates = async (db: Database): Promise<Record<string, number>> => {
  const rows = await db.read(
    query((db, t) =>
      db.select({ state: t.notices.state, n: count() }).from(t.notices).groupBy(t.notices.state),
    ),
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

/** The handler with everything real but the channel. */
export const handlerFor = (
  db: Database,
  clock: Clock,
  channel: Channel,
  log: Logger = silent,
  push: Channel = channel,
): JobHandlers['send_notice'] =>
  noticeHandler({
    push,
    db,
    clock,
    vault,
    log,
    publicUrl: () => 'https://dawr.test',
    channel,
    aheadOf: async () => 3,
  })

/** A provider that answers as it is told, and remembers what it was given. */
export const fakeChannel = (
  answer: (message: Message) => Sent | Promise<Sent> = () => ({ sent: true }),
) => {
  const messages: Message[] = []
  const channel: Channel = {
    name: 'fake',
    send: async (message) => {
      messages.push(message)
      await message.leave('fake')
      return answer(message)
    },
    close: async () => {},
  }
  return { channel, messages }
}

/** The channel to browsers, with one more push service. */
export const pushTo = (origin: string, clock: Clock): Channel =>
  pushChannel(
    { keys: vault.pushKeys(), subject: 'mailto:it@dawr.test', hosts: [origin] },
    { clock },
  )

/** All handlers; those not given have nothing to do. */
export const handlersWith = (given: Partial<JobHandlers>): JobHandlers => {
  const idle = {
    run: async (): Promise<JobOutcome> => ({ done: true }),
    owed: async () => [],
    concurrency: 1,
  }
  return {
    print_slip: idle,
    send_notice: idle,
    tell_nearly_turn: idle,
    bring_back: idle,
    close_days: idle,
    forget: idle,
    remind_cards: idle,
    ...given,
  }
}

/** The lines of an SMS file, each as it can be read back. */
export const linesOf = (path: string): SmsLine[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): SmsLine => JSON.parse(line))
    : []
