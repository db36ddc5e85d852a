import { cardBySerial } from '../cards/card.store.ts'
import { pickOfTicket } from '../cards/pick.store.ts'
import { centreById } from '../centres/centre.store.ts'
import { type CentreRow, run, runOne, type Step } from '../db/transact.ts'
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
import { requestsDone } from './press.store.ts'

const MIN_MS = 60_000

type Opener = Pick<Deps, 'vault'>

/** The card a pickup ticket is about, and how far its fetching is. */
function* cardOf({ id, cardSerial }: TicketRow): Step<CounterTicket['card']> {
  if (cardSerial === null) return undefined
  const card = yield* runOne(cardBySerial({ serial: cardSerial }))
  const pick = yield* runOne(pickOfTicket({ ticketId: id }))
  return (
    card && { serial: card.serial, state: card.state, place: card.place, pick: pick?.state ?? null }
  )
}

/** A ticket as its counter sees it: no name and no citizen id. */
export function* counterTicket(
  deps: Opener,
  row: TicketRow,
  centre: CentreRow,
  known?: CallReason,
): Step<CounterTicket> {
  const reason = known ?? (yield* runOne(reasonOfCall({ ticketId: row.id })))?.reason
  const card = yield* cardOf(row)
  const notes = yield* notesView(deps, row.id)
  const visit = yield* visitView(row.id)
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
    ...(reason && { reason }),
    ...(card && { card }),
  }
}

/** A ticket that waits beside the queue, with what was noted for whoever brings it back. */
function* parkedView(
  { id, number, serviceId, stateSince, awayUntil, cardSerial }: TicketRow,
  notes: CounterTicket['notes'],
): Step<CounterView['parked'][number]> {
  const pick = cardSerial === null ? undefined : yield* runOne(pickOfTicket({ ticketId: id }))
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

function* viewOf(deps: Opener, counterId: string): Step<CounterView | undefined> {
  const counter = yield* runOne(counterById({ id: counterId }))
  const centre = counter && (yield* runOne(centreById({ id: counter.centreId })))
  if (!centre) return undefined
  const elsewhere = yield* run(aliveElsewhere({ centreId: centre.id }))
  const groups = yield* run(waitingGroups({ centreId: centre.id }))
  const all = yield* run(countersOf({ centreId: centre.id }))
  const notes = yield* parkedNotes(deps, centre.id)
  const staff = counter.staffId === null ? undefined : yield* runOne(staffNames([counter.staffId]))
  const current = elsewhere.find((row) => row.counterId === counterId)
  const mine = groups.filter((one) => callsFor(counter, one, all))
  const queue = new Map<string, number>()
  for (const { serviceId, count } of mine) queue.set(serviceId, (queue.get(serviceId) ?? 0) + count)
  const opened = openedAt(counter)
  const isMine = (serviceId: string) => counter.services.includes(serviceId)
  const parked: CounterView['parked'] = []
  for (const row of elsewhere)
    if (row.state === 'parked' && isMine(row.serviceId))
      parked.push(yield* parkedView(row, notes.get(row.id) ?? []))
  return {
    id: counter.id,
    centre: counter.centreId,
    label: counter.label,
    section: counter.section,
    state: counter.state,
    staff: staff ?? null,
    pauseReason: counter.pauseReason,
    since: iso(counter.stateSince),
    openedAt: opened === null ? null : iso(opened),
    capabilities: counter.capabilities,
    services: counter.services,
    ticket: current ? yield* counterTicket(deps, current, centre) : null,
    requests: requestsDone(counter),
    waiting: mine.reduce((sum, { count }) => sum + count, 0),
    queue: [...queue]
      .filter(([, count]) => count > 0)
      .map(([service, count]) => ({ service, count })),
    parked,
    revision: centre.revision,
  }
}

/** A counter as its member of staff sees it. */
export const counterView = (
  deps: Pick<Deps, 'db' | 'vault'>,
  counterId: string,
): Promise<CounterView | undefined> => deps.db.look(() => viewOf(deps, counterId))
