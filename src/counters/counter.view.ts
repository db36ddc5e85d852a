import { cardBySerial } from '../cards/card.store.ts'
import { pickOfTicket } from '../cards/pick.store.ts'
import { centreById } from '../centres/centre.store.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { CounterTicket, CounterView } from '../live/events.ts'
import type { CallReason } from '../tickets/choose.ts'
import { notesView, parkedNotes } from '../tickets/note.view.ts'
import { waitingGroups } from '../tickets/queue.store.ts'
import { aliveElsewhere, reasonOfCall, type TicketRow } from '../tickets/ticket.store.ts'
import { iso } from '../tickets/ticket.view.ts'
import { visitView } from '../tickets/visit.view.ts'
import { waitedMs } from '../tickets/waited.ts'
import { counterById, countersOf, openedAt, staffNames } from './counter.store.ts'
import { callsFor } from './counter.ts'

const MIN_MS = 60_000

/** The card a pickup ticket is about, and how far its fetching is. */
const cardOf = async ({ db }: Pick<Deps, 'db'>, row: TicketRow): Promise<CounterTicket['card']> => {
  if (row.cardSerial === null) return undefined
  const [[card], [pick]] = await Promise.all([
    db.read(cardBySerial({ serial: row.cardSerial })),
    db.read(pickOfTicket({ ticketId: row.id })),
  ])
  return (
    card && { serial: card.serial, state: card.state, place: card.place, pick: pick?.state ?? null }
  )
}

/** A ticket as its counter sees it: no name and no citizen id. */
export const counterTicket = async (
  deps: Pick<Deps, 'db' | 'vault'>,
  row: TicketRow,
  centre: CentreRow,
  reason?: CallReason,
): Promise<CounterTicket> => {
  const why = reason ?? (await deps.db.read(reasonOfCall({ ticketId: row.id })))[0]?.reason
  const [card, notes, visit] = await Promise.all([
    cardOf(deps, row),
    notesView(deps, row.id),
    visitView(deps, row.id),
  ])
  const { recallsMax, noShowAfterSec, noShowAfterRecalls = 0 } = centre.settings
  const calledAt = row.calledAt ?? row.stateSince
  return {
    id: row.id,
    number: row.number,
    service: row.serviceId,
    class: row.class,
    state: row.state,
    language: row.language,
    party: row.party,
    issuedAt: iso(row.issuedAt),
    waitingSince: iso(row.waitingSince),
    ...(row.calledAt !== null && { calledAt: iso(row.calledAt) }),
    ...(row.state === 'serving' && { servingSince: iso(row.stateSince) }),
    recalls: row.recalls,
    recallsLeft: Math.max(0, recallsMax - row.recalls),
    noShow: {
      at: iso(calledAt + noShowAfterSec * 1000),
      recalls: Math.max(0, noShowAfterRecalls - row.recalls),
    },
    notes,
    visit,
    waitedMin: Math.floor(waitedMs(visit) / MIN_MS),
    ...(why && { reason: why }),
    ...(card && { card }),
  }
}

/** A ticket that waits beside the queue, with what was noted for whoever brings it back. */
const parkedView = async (
  { db }: Pick<Deps, 'db'>,
  { id, number, serviceId, stateSince, awayUntil, cardSerial }: TicketRow,
  notes: CounterTicket['notes'],
): Promise<CounterView['parked'][number]> => {
  const [pick] = cardSerial === null ? [] : await db.read(pickOfTicket({ ticketId: id }))
  return {
    id,
    number,
    service: serviceId,
    since: iso(stateSince),
    ...(awayUntil !== null && { awayUntil: iso(awayUntil) }),
    ...(pick?.state === 'not_found' && { cardNotFound: true }),
    notes,
  }
}

/** A counter as its member of staff sees it. */
export const counterView = async (
  deps: Pick<Deps, 'db' | 'vault'>,
  counterId: string,
): Promise<CounterView | undefined> => {
  const { db } = deps
  const [known] = await db.read(counterById({ id: counterId }))
  if (!known) return undefined
  // The revision is read before what it vouches for.
  const [centre] = await db.read(centreById({ id: known.centreId }))
  const [counter] = await db.read(counterById({ id: counterId }))
  if (!centre || !counter) return undefined
  const [elsewhere, groups, all, notes, names] = await Promise.all([
    db.read(aliveElsewhere({ centreId: centre.id })),
    db.read(waitingGroups({ centreId: centre.id })),
    db.read(countersOf({ centreId: centre.id })),
    parkedNotes(deps, centre.id),
    counter.staffId === null ? [] : db.read(staffNames([counter.staffId])),
  ])
  const current = elsewhere.find((row) => row.counterId === counterId)
  const mine = groups.filter((one) => callsFor(counter, one, all))
  const queue = new Map<string, number>()
  for (const { serviceId, count } of mine) queue.set(serviceId, (queue.get(serviceId) ?? 0) + count)
  const opened = openedAt(counter)
  const isMine = (serviceId: string) => counter.services.includes(serviceId)
  const parked = elsewhere.filter((row) => row.state === 'parked' && isMine(row.serviceId))
  return {
    id: counter.id,
    centre: counter.centreId,
    label: counter.label,
    section: counter.section,
    state: counter.state,
    staff: names[0] ?? null,
    pauseReason: counter.pauseReason,
    since: iso(counter.stateSince),
    openedAt: opened === null ? null : iso(opened),
    capabilities: counter.capabilities,
    services: counter.services,
    ticket: current ? await counterTicket(deps, current, centre) : null,
    requests: counter.requests,
    waiting: mine.reduce((sum, { count }) => sum + count, 0),
    queue: [...queue]
      .filter(([, count]) => count > 0)
      .map(([service, count]) => ({ service, count })),
    parked: await Promise.all(parked.map((row) => parkedView(deps, row, notes.get(row.id) ?? []))),
    revision: centre.revision,
  }
}
