import { type Day, ENDED, type Guest } from './day.ts'
import { type Asker, agreed, askAs } from './front-door.ts'
import type { Visitor } from './visitors.ts'

const CENTRE = 'isa-town'
/** How long a clerk looks again when nobody waits, and the post section at its list: minutes. */
const LOOK_AGAIN_MIN = 0.5
const WALKING_MIN = 0.6

interface Called {
  ticket: { id: string; number: string; card?: { serial: string } }
}

/** A visitor comes in, presses at the kiosk, and perhaps goes away again. */
export const comeIn = async (day: Day, visitor: Visitor, requestId: string): Promise<void> => {
  const { kiosk, tally } = day
  const { service, language, phone, citizenId } = visitor
  const answer = await kiosk.post<{
    id: string
    number: string
    secret: string
    estimate: Guest['estimate']
  }>(`/api/centres/${CENTRE}/tickets`, {
    service,
    requestId,
    language,
    class: visitor.class,
    ...(phone && { phone }),
    ...(citizenId && { citizenId }),
  })
  const ticket = agreed(`a ticket for ${service}`, answer)
  tally.issued++
  const guest: Guest = {
    visitor,
    ...ticket,
    issuedMin: day.nowMin(),
    firstCalledMin: null,
    state: 'waiting',
    at: new Set(),
    isLeaving: false,
    comesBack: false,
  }
  if (day.guests.has(ticket.id)) tally.faults.push(`${ticket.number} was issued twice`)
  day.guests.set(ticket.id, guest)
  if (visitor.habit !== 'leaves') return
  await day.pass(4)
  if (guest.state !== 'waiting') return
  const self = askAs(day.url, { authorization: `Bearer ${guest.secret}` })
  guest.isLeaving = true
  const left = await self.post(`/api/tickets/${guest.id}/leave`)
  // A call may have come while they made up their mind: then they are served after all.
  if (left.code === 'ticket_being_served' || left.code === 'ticket_ended') {
    guest.isLeaving = false
    return
  }
  agreed('leaving', left)
  guest.state = 'left'
  tally.left++
}

const noteCall = (day: Day, guest: Guest, counter: string) => {
  day.tally.calls++
  if (guest.at.size > 0)
    day.tally.faults.push(`${guest.number} was called to ${counter} while at ${[...guest.at]}`)
  if (ENDED.has(guest.state))
    day.tally.faults.push(`${guest.number} was called when ${guest.state}`)
  guest.at.add(counter)
  guest.firstCalledMin ??= day.nowMin()
  if (!ENDED.has(guest.state)) guest.state = 'called'
}

/** One who did not come is called again and given up; some turn up a little later. */
const missOut = async (day: Day, clerk: Asker, counter: string, guest: Guest): Promise<void> => {
  const recalled = await clerk.post(`/api/counters/${counter}/recall`)
  if (recalled.body !== null) day.tally.recalls++
  await day.pass(WALKING_MIN)
  agreed('a no-show', await clerk.post(`/api/counters/${counter}/no-show`))
  guest.comesBack = guest.visitor.habit === 'no_show_returns'
  guest.state = 'no_show'
  guest.at.delete(counter)
  day.tally.noShows++
  if (!guest.comesBack) return
  guest.visitor = { ...guest.visitor, habit: 'patient' }
  await day.pass(3)
  // Said before it is asked for: a counter may call at once.
  guest.state = 'waiting'
  agreed('a return', await day.kiosk.post(`/api/tickets/${guest.id}/return`))
  guest.comesBack = false
  day.tally.returned++
}

/** What happens at the counter once the visitor stands there. */
const attend = async (day: Day, clerk: Asker, counter: string, guest: Guest, serial?: string) => {
  const { visitor } = guest
  const served = await clerk.post(`/api/counters/${counter}/serve`)
  if (guest.isLeaving && served.code === 'no_ticket_here') {
    guest.at.delete(counter)
    return
  }
  agreed('serving', served)
  guest.state = 'serving'
  if (visitor.habit === 'parked') {
    await day.pass(1)
    agreed('parking', await clerk.post(`/api/counters/${counter}/park`))
    guest.state = 'parked'
    guest.at.delete(counter)
    guest.visitor = { ...visitor, habit: 'patient' }
    day.tally.parked++
    return
  }
  await day.pass(visitor.servingMin)
  if (visitor.habit === 'transferred') {
    guest.visitor = { ...visitor, habit: 'patient' }
    const service = visitor.service === 'biometrics' ? 'renew' : 'biometrics'
    // Said before it is asked for: another counter may call at once.
    guest.state = 'waiting'
    guest.at.delete(counter)
    agreed('a transfer', await clerk.post(`/api/counters/${counter}/transfer`, { service }))
    day.tally.transferred++
    return
  }
  if (serial !== undefined) {
    const proof = { ticketId: guest.id, identity: 'card_holder', oldCard: true }
    agreed('a handover', await clerk.post(`/api/cards/${serial}/handover`, proof))
    day.tally.handedOver++
  }
  agreed('finishing', await clerk.post(`/api/counters/${counter}/finish`))
  guest.state = 'served'
  guest.at.delete(counter)
  day.tally.served++
}

/** Whoever was set aside comes back with their papers. */
const unparkLater = async (day: Day, clerk: Asker, guest: Guest): Promise<void> => {
  await day.pass(6)
  guest.state = 'waiting'
  agreed('coming back', await clerk.post(`/api/tickets/${guest.id}/unpark`))
}

/** Fetches the cards that are asked for, oldest first. */
const fetchCards = async (post: Asker): Promise<void> => {
  const { picks } = agreed(
    'the post section',
    await post.get<{ picks: { id: string; state: string }[] }>(`/api/centres/${CENTRE}/post`),
  )
  for (const { id, state } of picks)
    if (state === 'open') {
      const picked = await post.post(`/api/picks/${id}/picked`)
      // Another counter's member of staff may have been there first.
      if (picked.code !== 'pick_ended') agreed('a pick', picked)
    }
}

/** A member of staff at a counter, until everybody has been seen. */
export const workAt = async (
  day: Day,
  clerk: Asker,
  counter: string,
  { fetchesCards }: { fetchesCards: boolean },
): Promise<void> => {
  agreed('opening', await clerk.post(`/api/counters/${counter}/open`))
  const aside: Promise<void>[] = []
  while (!day.isOver()) {
    if (fetchesCards) await fetchCards(clerk)
    const next = await clerk.post<Called>(`/api/counters/${counter}/next`)
    if (next.status === 204) {
      await day.pass(LOOK_AGAIN_MIN)
      continue
    }
    const { ticket } = agreed('calling', next)
    const guest = day.guests.get(ticket.id)
    if (!guest) {
      // Somebody who was there before this morning began.
      agreed('serving', await clerk.post(`/api/counters/${counter}/serve`))
      agreed('finishing', await clerk.post(`/api/counters/${counter}/finish`))
      continue
    }
    noteCall(day, guest, counter)
    await day.pass(WALKING_MIN)
    const { habit } = guest.visitor
    if (habit === 'no_show' || habit === 'no_show_returns') {
      aside.push(missOut(day, clerk, counter, guest))
      // The counter is free again once the no-show is said.
      while (guest.at.has(counter)) await day.pass(WALKING_MIN / 4)
      continue
    }
    await attend(day, clerk, counter, guest, ticket.card?.serial)
    if (guest.state === 'parked') aside.push(unparkLater(day, clerk, guest))
    await day.pass(0.3)
  }
  await Promise.all(aside)
  agreed('closing', await clerk.post(`/api/counters/${counter}/close`))
}
