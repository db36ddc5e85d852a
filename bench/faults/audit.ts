import { patientKinds } from '../../src/notices/notice.ts'
import type { Acknowledged } from './ledger.ts'
import type { Truth } from './truth.ts'

/** What reached people: every slip that was cut, every message that went out, every last view. */
export interface Delivered {
  papers: readonly { ticket: string; copy: boolean }[]
  /** The id of the notice of each message. */
  messages: readonly string[]
  /** What a screen shows at the end, and what it must show, in the same words. */
  screens: readonly { name: string; shows: string; truth: string }[]
  /** The numbers that any view of a lobby, at any time, showed as called. */
  shownCalls: readonly string[]
}

export interface Finding {
  /** `wrong`: neither, and still not as it must be. */
  kind: 'lost' | 'doubled' | 'wrong'
  sentence: string
}

const lost = (sentence: string): Finding => ({ kind: 'lost', sentence })
const doubled = (sentence: string): Finding => ({ kind: 'doubled', sentence })
const wrong = (sentence: string): Finding => ({ kind: 'wrong', sentence })

const countBy = <T>(all: Iterable<T>, keyOf: (one: T) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}

type Of<W extends Acknowledged['what']> = Extract<Acknowledged, { what: W }>
const only = <W extends Acknowledged['what']>(all: readonly Acknowledged[], what: W): Of<W>[] =>
  all.filter((one): one is Of<W> => one.what === what)

/** Every ticket that somebody was given is there, once. */
const auditTickets = (issues: readonly Of<'issue'>[], { tickets }: Truth): Finding[] => {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const given = new Map<string, string>()
  const findings: Finding[] = []
  for (const { ticket, number, requestId } of issues) {
    const row = byId.get(ticket)
    if (row?.number !== number || row.requestId !== requestId)
      findings.push(lost(`ticket ${number} (${ticket}) was given and is ${row?.number ?? 'gone'}`))
    const before = given.get(requestId)
    if (before !== undefined && before !== ticket)
      findings.push(doubled(`the request ${requestId} was given two tickets`))
    given.set(requestId, ticket)
  }
  const twice = (what: string, counts: Map<string, number>) =>
    [...counts]
      .filter(([, count]) => count > 1)
      .map(([key, count]) => doubled(`${what} ${key} is there ${count} times`))
  return [
    ...findings,
    ...twice(
      'the number',
      countBy(tickets, ({ day, number }) => `${number} of ${day}`),
    ),
    ...twice(
      'the request',
      countBy(tickets, (row) => `${row.requestedBy} ${row.requestId}`),
    ),
  ]
}

/** Every move that somebody at a counter was told of is in the outbox, so many times. */
const auditMoves = (moves: readonly Of<'move'>[], { events }: Truth): Finding[] => {
  const kept = countBy(events, ({ type, subject, counterId }) => `${type} ${subject} ${counterId}`)
  const told = countBy(moves, ({ event, ticket, counter }) => `${event} ${ticket} ${counter}`)
  return [...told]
    .filter(([move, count]) => (kept.get(move) ?? 0) < count)
    .map(([move, count]) => lost(`${move} was told ${count} times, kept ${kept.get(move) ?? 0}`))
}

const stateAfter: Record<string, string> = {
  ticket_issued: 'waiting',
  ticket_called: 'called',
  ticket_recalled: 'called',
  ticket_serving: 'serving',
  ticket_served: 'served',
  ticket_no_show: 'no_show',
  ticket_returned: 'waiting',
  ticket_parked: 'parked',
  ticket_unparked: 'waiting',
  ticket_transferred: 'waiting',
  ticket_left: 'left',
}

const atCounter = ['called', 'serving']
/** The states in which each step finds a ticket; domain.md, "A ticket's life". */
const statesBefore: Record<string, readonly (string | undefined)[]> = {
  ticket_issued: [undefined],
  ticket_called: ['waiting'],
  ticket_recalled: ['called'],
  ticket_serving: ['called'],
  ticket_served: ['serving'],
  ticket_no_show: ['called'],
  ticket_returned: ['no_show'],
  ticket_parked: atCounter,
  ticket_unparked: ['parked'],
  ticket_transferred: atCounter,
  ticket_left: ['waiting', 'called', 'parked'],
}

/**
 * The outbox replayed: each step from where it may be taken, nobody at two counters, no counter with
 * two, and the rows as it ends.
 */
const auditReplay = ({ events, tickets }: Truth): Finding[] => {
  const at = new Map<string, string>()
  const states = new Map<string, string>()
  const findings: Finding[] = []
  for (const { type, subject, counterId } of events) {
    const state = stateAfter[type]
    if (state === undefined) continue
    if (type === 'ticket_called' && counterId !== null) {
      const other = at.get(subject)
      if (other !== undefined)
        findings.push(doubled(`${subject} was called to ${counterId} while at ${other}`))
      for (const [ticket, counter] of at)
        if (counter === counterId)
          findings.push(doubled(`${counterId} called ${subject} while it had ${ticket}`))
      at.set(subject, counterId)
    } else if (!statesBefore[type]?.includes(states.get(subject)))
      findings.push(doubled(`${type} of ${subject}, which was ${states.get(subject)}`))
    if (state !== 'called' && state !== 'serving') at.delete(subject)
    states.set(subject, state)
  }
  for (const { id, number, state, counterId } of tickets) {
    const replayed = states.get(id)
    if (replayed !== state)
      findings.push(lost(`${number} is ${state}, and by the outbox ${replayed ?? 'nothing'}`))
    if ((at.get(id) ?? null) !== counterId)
      findings.push(lost(`${number} is at ${counterId}, and by the outbox at ${at.get(id)}`))
  }
  return findings
}

/** A slip for everybody who was to have one, and no second that is not marked as a copy. */
const auditPapers = (
  issues: readonly Of<'issue'>[],
  { prints }: Truth,
  { papers }: Delivered,
): Finding[] => {
  const any = countBy(papers, ({ ticket }) => ticket)
  const unmarked = countBy(
    papers.filter(({ copy }) => !copy),
    ({ ticket }) => ticket,
  )
  const stateOf = new Map(prints.map(({ ticketId, state }) => [ticketId, state]))
  const findings: Finding[] = []
  for (const { ticket, number, slip } of issues)
    if (slip && !any.has(ticket))
      findings.push(lost(`the slip of ${number} never came out: ${stateOf.get(ticket)}`))
  for (const [ticket, count] of unmarked)
    if (count > 1) findings.push(doubled(`${count} slips of ${ticket} came out, none a copy`))
  for (const { id, state, ticketId } of prints)
    if (state === 'printed' && !any.has(ticketId))
      findings.push(lost(`${id} is said to be printed, and is not on paper`))
  return findings
}

/** It may wait for the end of the quiet hours. */
const isPatient = (noticeId: string): boolean =>
  patientKinds.some((kind) => noticeId.startsWith(`${kind}-`))

/** A message for everybody who was to have one, and none twice. */
const auditMessages = (
  issues: readonly Of<'issue'>[],
  { notices }: Truth,
  { messages }: Delivered,
): Finding[] => {
  const sent = countBy(messages, (id) => id)
  const stateOf = new Map(notices.map(({ id, state }) => [id, state]))
  const findings: Finding[] = []
  for (const [id, count] of sent)
    if (count > 1) findings.push(doubled(`the message ${id} went out ${count} times`))
  for (const { ticket, number, sms } of issues)
    if (sms && !stateOf.has(`ticket_issued-${ticket}`))
      findings.push(lost(`no message was written for ${number}`))
  for (const [id, state] of stateOf) {
    const isOut = sent.has(id)
    if ((state === 'sent' || state === 'delivered') && !isOut)
      findings.push(lost(`the message ${id} is said to be ${state}, and is nowhere`))
    // One that came too late to be true is dropped on purpose; who was not said yet, is owed still.
    const isAnswered = ['sent', 'delivered', 'expired'].includes(state)
    if (!isOut && !isAnswered && !isPatient(id))
      findings.push(lost(`the message ${id} never went out: ${state}`))
  }
  return findings
}

/** Every scan is in the custody log, which has no gap, and a card lies where it ends. */
const auditCards = (scans: readonly Of<'scan'>[], { cards, custody }: Truth): Finding[] => {
  const kept = countBy(custody, ({ serial, toPlace }) => `${serial} to ${toPlace}`)
  const told = countBy(scans, ({ serial, place }) => `${serial} to ${place}`)
  const findings = [...told]
    .filter(([scan, count]) => (kept.get(scan) ?? 0) < count)
    .map(([scan, count]) => lost(`${scan} was told ${count} times, kept ${kept.get(scan) ?? 0}`))
  const lies = new Map<string, string | null>()
  const moved = new Set(scans.map(({ serial }) => serial))
  for (const { serial, fromPlace, toPlace } of custody) {
    if (!moved.has(serial)) continue
    const before = lies.get(serial) ?? null
    if (fromPlace !== before)
      findings.push(doubled(`${serial} was taken from ${fromPlace}, and lay in ${before}`))
    lies.set(serial, toPlace)
  }
  for (const { serial, place } of cards)
    if (moved.has(serial) && place !== lies.get(serial))
      findings.push(lost(`${serial} lies in ${place}, and by its log in ${lies.get(serial)}`))
  return findings
}

/** Screens end with the truth, and never called anybody who was not. */
const auditScreens = (
  { events, tickets }: Truth,
  { screens, shownCalls }: Pick<Delivered, 'screens' | 'shownCalls'>,
): Finding[] => {
  const numberOf = new Map(tickets.map(({ id, number }) => [id, number]))
  const called = new Set(
    events
      .filter(({ type }) => type === 'ticket_called')
      .map(({ subject }) => numberOf.get(subject)),
  )
  return [
    ...screens
      .filter(({ shows, truth }) => shows !== truth)
      .map(({ name, shows, truth }) => lost(`${name} shows ${shows} and must show ${truth}`)),
    ...shownCalls
      .filter((number) => !called.has(number))
      .map((number) => wrong(`a lobby called ${number}, and nobody had`)),
  ]
}

/**
 * Replays what clients were told against what is in the database at the end and what reached
 * printers, phones and screens. Pure.
 */
export const audit = (
  acknowledged: readonly Acknowledged[],
  truth: Truth,
  delivered: Delivered,
): Finding[] => {
  const issues = only(acknowledged, 'issue')
  return [
    ...auditTickets(issues, truth),
    ...auditMoves(only(acknowledged, 'move'), truth),
    ...auditReplay(truth),
    ...auditPapers(issues, truth, delivered),
    ...auditMessages(issues, truth, delivered),
    ...auditCards(only(acknowledged, 'scan'), truth),
    ...auditScreens(truth, delivered),
    ...truth.backwards.map(({ ticketId, kind, ms }) =>
      wrong(`${kind} of ${ticketId} took ${ms} ms`),
    ),
  ]
}
