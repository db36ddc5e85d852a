import { businessDay } from '../centres/business-day.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { JobHandlers } from '../jobs/queue.ts'
import { queueNotice } from '../notices/notice.store.ts'
import { isRefusal } from '../refusal.ts'
import { CLOSE_DAY_MAX, centresToClose, centresWithOldPicks, closeDay } from './day.store.ts'
import type { Outlooks } from './outlook.ts'
import type { TicketRow } from './ticket.store.ts'
import { centresWithPhones, untold } from './waiting.store.ts'

/** Somebody told a moment ago how few are ahead need not be told again that it is nearly their turn. */
const TOLD_LATELY_MS = 3 * 60_000

type TicketJobDeps = Pick<Deps, 'db' | 'clock'> & { outlooks: Outlooks }

function* writeNotices(command: Command, rows: readonly TicketRow[]): Step<null> {
  for (const row of rows) {
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

/** What follows a ticket's events later: the "nearly your turn" notice, the end of the day. */
export const ticketJobs = ({
  db,
  clock,
  outlooks,
}: TicketJobDeps): Pick<JobHandlers, 'tell_nearly_turn' | 'close_days'> => {
  const nearlyTheirTurn = async (centreId: string): Promise<TicketRow[]> => {
    const [centre] = await db.read(centreById({ id: centreId }))
    if (!centre) return []
    const rows = await db.read(untold({ centreId, issuedBefore: clock.now() - TOLD_LATELY_MS }))
    if (rows.length === 0) return []
    const { tickets } = await outlooks.of(centreId)
    const { nearlyAhead } = centre.settings
    return rows.filter(
      ({ id }) => (tickets.get(id)?.ahead ?? Number.POSITIVE_INFINITY) <= nearlyAhead,
    )
  }

  return {
    tell_nearly_turn: {
      concurrency: 2,
      run: async ({ centreId }) => {
        const rows = await nearlyTheirTurn(centreId)
        if (rows.length > 0) await db.write(centreId, (command) => writeNotices(command, rows))
        return { done: true }
      },
      owed: async () => db.read(centresWithPhones({})),
    },
    close_days: {
      concurrency: 1,
      run: async ({ centreId }) => {
        const [centre] = await db.read(centreById({ id: centreId }))
        if (!centre) return { done: true }
        const yesterday = businessDay(businessDay(clock.now(), centre).from - 1, centre).day
        const turn = await db.write(centreId, (command) => closeDay(command, yesterday))
        const isMore = !isRefusal(turn) && turn.closed === CLOSE_DAY_MAX
        return isMore ? { again: { inMs: 0 } } : { done: true }
      },
      owed: async (now) => {
        const days = [
          ...(await db.read(centresToClose({}))),
          ...(await db.read(centresWithOldPicks({}))),
        ]
        const over = days.filter((one) => one.day < businessDay(now, one).day)
        return [...new Set(over.map(({ centreId }) => centreId))].map((centreId) => ({ centreId }))
      },
    },
  }
}
