import { and, count, eq, gte, isNotNull } from 'drizzle-orm'
import { cancelPick, cardForPickup, openPick, wantedBy } from '../cards/pick.store.ts'
import { type BusinessDay, businessDay } from '../centres/business-day.ts'
import { serviceForIssue } from '../centres/centre.store.ts'
import { ticketNumber } from '../centres/centre.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { Language } from '../language.ts'
import type { Estimate } from '../live/events.ts'
import { queueNotice } from '../notices/notice.store.ts'
import { queuePrint } from '../prints/print.store.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { countVisit } from '../reports/report.store.ts'
import { takeNumber } from './number.store.ts'
import { countMove, waitingFor } from './queue.store.ts'
import type { TicketRow } from './ticket.store.ts'
import { ticketByRequest } from './ticket.store.ts'
import type { TicketClass } from './ticket.ts'

const ticketsOfPhone = statement<{ phoneHash: string; since: number }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.phoneHash, $('phoneHash')),
          gte(t.tickets.issuedAt, $('since')),
          isNotNull(t.tickets.phoneHash),
        ),
      ),
)

const ticketsOfCitizen = statement<{ citizenHash: string; since: number }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.citizenHash, $('citizenHash')),
          gte(t.tickets.issuedAt, $('since')),
          isNotNull(t.tickets.citizenHash),
        ),
      ),
)

const insertTicket = statement<TicketRow, unknown>((db, t) =>
  db.insert(t.tickets).values(placeholders(t.tickets)),
)

/** A visitor's request for a ticket, checked and sealed at the edge. */
export interface IssueOrder {
  ticketId: string
  requestId: string
  requestedBy: string
  serviceId: string
  class: TicketClass
  language: Language
  party: number
  /** How long the wait was played to be, to be held against how long it is. */
  played: Estimate
  /**
   * The device that asked, if one did, and whether it prints slips; `printsHere`: nobody but this
   * process does.
   */
  device: { id: string; hasPrinter: boolean; printsHere: boolean } | null
  phone: { cipher: string; hash: string } | null
  citizen: { cipher: string; hash: string } | null
  /**
   * A kiosk or staff: they are told that there is nothing to collect, where somebody from outside
   * gets a ticket whatever the shelves say, and nobody counts how many they ask for.
   */
  trusted: boolean
}

export interface Issued {
  row: TicketRow
  ahead: number
  service: { nameAr: string; nameEn: string }
  /** Its slip, and whether that was claimed with it (see `queuePrint`). */
  print: { id: string; isClaimed: boolean } | null
}

interface PickupCard {
  serial: string
  place: string
  section: string
}

/**
 * The card a pickup ticket is about, where its owner is known; null for every other ticket. A card
 * has one visitor: another ticket that waits for it keeps it, unless its visitor did not come.
 */
function* cardToCollect(
  command: Command,
  order: IssueOrder,
  worksOnCards: boolean,
): Step<PickupCard | null | Refusal> {
  if (!worksOnCards || !order.citizen) return null
  const pickup = yield* cardForPickup(command.centre.id, order.citizen.hash)
  if (pickup.state !== 'ready')
    return order.trusted ? refuse('card_not_ready', { state: pickup.state }) : null
  for (const pick of yield* run(wantedBy({ centreId: command.centre.id, serial: pickup.serial }))) {
    if (pick.state !== 'no_show')
      return order.trusted ? refuse('card_has_ticket', { number: pick.number }) : null
    yield* cancelPick(command, pick.ticketId)
  }
  return pickup
}

/** @returns `too_many_tickets` when somebody from outside has taken as many as they may today */
function* limitOutside(
  { centre, now }: Command,
  { phone, citizen, trusted }: IssueOrder,
  today: BusinessDay,
): Step<Refusal | null> {
  if (trusted) return null
  const since = today.from
  const byPhone = phone && (yield* runOne(ticketsOfPhone({ phoneHash: phone.hash, since })))
  const byCitizen =
    citizen && (yield* runOne(ticketsOfCitizen({ citizenHash: citizen.hash, since })))
  const most = Math.max(byPhone?.count ?? 0, byCitizen?.count ?? 0)
  if (most < centre.settings.ticketsPerPhone) return null
  return refuse('too_many_tickets', { seconds: Math.ceil((today.until - now) / 1000) })
}

/**
 * Issues a ticket: number, ticket, slip, notice and event in one transaction.
 * @returns `request_repeated` when this request already has its ticket
 */
export function* issueTicket(command: Command, order: IssueOrder): Step<Issued | Refusal> {
  const { centre, revision, now, tell, held } = command
  const { requestedBy, requestId } = order
  const centreId = centre.id
  if (yield* runOne(ticketByRequest({ centreId, requestedBy, requestId })))
    return refuse('request_repeated')
  if (centre.closed) return refuse('centre_closed')
  const service = yield* runOne(serviceForIssue({ centreId, id: order.serviceId }))
  if (!service) return refuse('unknown_service')
  const today = businessDay(now, centre)
  const no = yield* limitOutside(command, order, today)
  if (no) return no
  const card = yield* cardToCollect(command, order, service.worksOnCards)
  if (isRefusal(card)) return card
  const ahead = yield* held.get(waitingFor, { centreId, serviceId: order.serviceId })
  const number = yield* takeNumber(command, service.prefix, today.day)
  const row: TicketRow = {
    id: order.ticketId,
    centreId,
    number: ticketNumber(service.prefix, number),
    day: today.day,
    serviceId: order.serviceId,
    class: order.class,
    state: 'waiting',
    language: order.language,
    party: order.party,
    aheadAtIssue: ahead,
    playedP50: order.played.p50,
    playedP90: order.played.p90,
    section: card?.section ?? '',
    issuedAt: now,
    waitingSince: now,
    stateSince: now,
    counterId: null,
    staffId: null,
    calledAt: null,
    recalls: 0,
    awayUntil: null,
    putOffs: 0,
    endedAt: null,
    outcome: null,
    revision,
    requestedBy,
    requestId,
    deviceId: order.device?.id ?? null,
    cardSerial: card?.serial ?? null,
    phoneCipher: order.phone?.cipher ?? null,
    phoneHash: order.phone?.hash ?? null,
    pushCipher: null,
    onPhoneAt: null,
    citizenCipher: order.citizen?.cipher ?? null,
    citizenHash: order.citizen?.hash ?? null,
  }
  yield* run(insertTicket(row))
  yield* countMove(command, null, row)
  yield* countVisit(command, [{ serviceId: row.serviceId, key: 'issued' }])
  const { device } = order
  const print = device?.hasPrinter
    ? yield* queuePrint(
        command,
        { ticketId: row.id, deviceId: device.id, ordinal: 1 },
        device.printsHere,
      )
    : null
  const noticeId = order.phone
    ? yield* queueNotice(command, {
        kind: 'ticket_issued',
        subject: row.id,
        language: order.language,
        phoneCipher: order.phone.cipher,
        timeZone: centre.timeZone,
      })
    : null
  tell({
    type: 'ticket_issued',
    subject: row.id,
    serviceId: order.serviceId,
    ...(print && { printId: print.id }),
    ...(noticeId && { noticeId }),
  })
  if (card) {
    const { serial, place } = card
    yield* openPick(command, { ticketId: row.id, number: row.number, serial, place })
  }
  return { row, ahead, service, print }
}
