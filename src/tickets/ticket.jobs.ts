import { businessDay } from '../centres/business-day.ts'
import { allCentres, centreById } from '../centres/centre.store.ts'
import { type CentreRow, type Command, run, type Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { JobHandlers } from '../jobs/queue.ts'
import { queueNotice } from '../notices/notice.store.ts'
import { queuePush } from '../notices/push.store.ts'
import { isRefusal } from '../refusal.ts'
import { closeDay, isDayOpen } from './day.store.ts'
import { moveTicketById } from './move.store.ts'
import type { Outlooks } from './outlook.ts'
import { backAgain, type TicketRow } from './ticket.store.ts'
import { untold } from './waiting.store.ts'

/** No turn is near that half the visitors would wait longer for. */
const NEARLY_MIN = 15

/** Each is told by phone and browser at most: two events of the many that one command may tell. */
const TOLD_AT_ONCE = 200

/** The business day that ended last. */
const dayBefore = (now: number, centre: CentreRow): string =>
  businessDay(businessDay(now, centre).from - 1, centre).day

type TicketJobDeps = Pick<Deps, 'db' | 'clock'> & { outlooks: Outlooks }

/** A visitor who waits, as far as a message to them needs it. */
type Untold = Pick<TicketRow, 'id' | 'language' | 'phoneCipher' | 'pushCipher'>

function* writeNotices(command: Command, rows: readonly Untold[]): Step<null> {
  for (const row of rows) {
    yield* queuePush(command, row, 'push_nearly')
    if (row.phoneCipher === null) continue
    const noticeId = yield* queueNotice(command, {
      kind: 'nearly_turn',
      subject: row.id,
      language: row.language,
      phoneCipher: row.phoneCipher,
      timeZone: command.centre.timeZone,
    })
    if (noticeId) command.tell({ type: 'notice_queued', subject: noticeId })
  }
  return null
}

/** Those whose time away is over wait again. */
function* bringBack(command: Command): Step<null> {
  const { centre, now } = command
  for (const { id } of yield* run(backAgain({ centreId: centre.id, now })))
    yield* moveTicketById(command, id, { do: 'unpark' })
  return null
}

/** What follows a ticket's events later: the "nearly your turn" notice, more time that is over, the end of the day. */
export const ticketJobs = ({
  db,
  clock,
  outlooks,
}: TicketJobDeps): Pick<JobHandlers, 'tell_nearly_turn' | 'bring_back' | 'close_days'> => {
  const nearlyTheirTurn = async (centreId: string): Promise<Untold[]> => {
    const [centre] = await db.read(centreById({ id: centreId }))
    if (!centre) return []
    const { nearlyAhead } = centre.settings
    const rows = await db.read(untold({ centreId, nearlyAhead }))
    if (rows.length === 0) return []
    const { tickets } = await outlooks.of(centreId)
    // Few of the same service may be ahead while the counters call others first for an hour.
    return rows.filter(({ id }) => {
      const place = tickets.get(id)
      return place && place.ahead <= nearlyAhead && (place.estimate.p50 ?? 0) <= NEARLY_MIN
    })
  }

  /** The centres of which something holds, one after another: each asks its own index. */
  const centresWhere = async (
    holds: (centre: CentreRow) => Promise<boolean>,
  ): Promise<{ centreId: string }[]> => {
    const found: { centreId: string }[] = []
    for (const centre of await db.read(allCentres({})))
      if (await holds(centre)) found.push({ centreId: centre.id })
    return found
  }

  return {
    tell_nearly_turn: {
      concurrency: 2,
      run: async ({ centreId }) => {
        const rows = await nearlyTheirTurn(centreId)
        if (rows.length > 0)
          await db.write(centreId, (command) => writeNotices(command, rows.slice(0, TOLD_AT_ONCE)))
        return rows.length > TOLD_AT_ONCE ? { again: { inMs: 0 } } : { done: true }
      },
      owed: () =>
        centresWhere(async ({ id, settings: { nearlyAhead } }) => {
          const rows = await db.read(untold({ centreId: id, nearlyAhead }))
          return rows.length > 0
        }),
    },
    bring_back: {
      concurrency: 2,
      run: async ({ centreId }) => {
        await db.write(centreId, bringBack)
        return { done: true }
      },
      owed: (now) =>
        centresWhere(
          async ({ id }) => (await db.read(backAgain({ centreId: id, now }))).length > 0,
        ),
    },
    close_days: {
      concurrency: 1,
      run: async ({ centreId }) => {
        const [centre] = await db.read(centreById({ id: centreId }))
        if (!centre) return { done: true }
        const turn = await db.write(centreId, (command) =>
          closeDay(command, dayBefore(clock.now(), centre)),
        )
        return !isRefusal(turn) && turn.isMore ? { again: { inMs: 0 } } : { done: true }
      },
      owed: async (now) =>
        centresWhere((centre) => isDayOpen({ db }, centre.id, dayBefore(now, centre))),
    },
  }
}
