import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Day } from './day.ts'

const SLIPS_WITHIN_MS = 60_000
const LOOK_AGAIN_MS = 250

interface TicketNow {
  state: string
  print?: string
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What the server says of every ticket, against what was done to it. */
export const checkTickets = async ({ guests, kiosk, tally }: Day): Promise<void> => {
  const until = performance.now() + SLIPS_WITHIN_MS
  for (const guest of guests.values()) {
    const now = async () => (await kiosk.get<TicketNow>(`/api/tickets/${guest.id}`)).body
    let ticket = await now()
    while (ticket && ticket.print !== 'printed' && performance.now() < until) {
      await pause(LOOK_AGAIN_MS)
      ticket = await now()
    }
    if (ticket?.state !== guest.state)
      tally.faults.push(`${guest.number} is ${ticket?.state}, and must be ${guest.state}`)
    if (ticket?.print !== 'printed')
      tally.faults.push(`the slip of ${guest.number} is ${ticket?.print ?? 'not there'}`)
  }
}

const countsOf = (ids: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

interface Kept {
  slips: number
  messages: number
}

const checkSlips = (db: Sqlite.Database, dataDir: string, day: Day): number => {
  const prints = db
    .prepare<[], { ticketId: string }>(
      "select ticket_id as ticketId from prints where state = 'printed' and not copy",
    )
    .all()
  const ofTicket = countsOf(prints.map(({ ticketId }) => ticketId))
  for (const { id, number } of day.guests.values())
    if (ofTicket.get(id) !== 1)
      day.tally.faults.push(`${number} has ${ofTicket.get(id) ?? 0} printed slips`)
  const [printed] = db
    .prepare<[], { count: number }>("select count(*) as count from prints where state = 'printed'")
    .all()
  const pictures = readdirSync(join(dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  if (pictures.length !== printed?.count)
    day.tally.faults.push(`${pictures.length} pictures of ${printed?.count} printed slips`)
  return pictures.length
}

const checkMessages = (db: Sqlite.Database, dataDir: string, day: Day): number => {
  const lines = readFileSync(join(dataDir, 'sms.jsonl'), 'utf8').split('\n').filter(Boolean)
  const sent = countsOf(
    lines.map((line) => {
      const { noticeId }: { noticeId: string } = JSON.parse(line)
      return noticeId
    }),
  )
  for (const [noticeId, times] of sent)
    if (times !== 1) day.tally.faults.push(`${noticeId} was sent ${times} times`)
  const notices = db
    .prepare<[], { id: string; state: string }>('select id, state from notices')
    .all()
  for (const { id, state } of notices) {
    if (state === 'sent' && !sent.has(id)) day.tally.faults.push(`${id} is sent, but nowhere`)
    if (state !== 'sent' && sent.has(id)) day.tally.faults.push(`${id} went out and is ${state}`)
  }
  const told = new Set(notices.map(({ id }) => id))
  for (const { id, number, visitor } of day.guests.values())
    if (visitor.phone && !told.has(`ticket_issued-${id}`))
      day.tally.faults.push(`no notice was written for ${number}`)
  return lines.length
}

/** Stretches at two counters at once, of a ticket; or of two tickets at one counter. */
const checkSpans = (db: Sqlite.Database, day: Day): void => {
  const overlaps = db
    .prepare<[], { ticket: string; counter: string }>(
      `select a.ticket_id as ticket, a.counter_id as counter
       from spans a join spans b on a.from_at < b.to_at and b.from_at < a.to_at
       where a.kind in ('walking', 'serving') and b.kind in ('walking', 'serving')
         and ((a.ticket_id = b.ticket_id and a.counter_id <> b.counter_id)
           or (a.counter_id = b.counter_id and a.ticket_id < b.ticket_id))`,
    )
    .all()
  for (const { ticket, counter } of overlaps)
    day.tally.faults.push(`${ticket} at ${counter} overlaps with another`)
}

/** What the server left in its DATA_DIR (SQLite, file printer, SMS file): each thing exactly once. */
export const checkDataDir = (dataDir: string, day: Day): Kept => {
  const db = new Sqlite(join(dataDir, 'dawr.db'), { readonly: true })
  try {
    checkSpans(db, day)
    return { slips: checkSlips(db, dataDir, day), messages: checkMessages(db, dataDir, day) }
  } finally {
    db.close()
  }
}
