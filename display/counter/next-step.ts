import type { CounterTicket, CounterView } from '../../src/live/events.ts'

/** The one next thing at a counter: what Space does. */
export type Step = 'next' | 'serve' | 'finish' | 'resume'
/** The rest, by F-keys. */
export type SideStep = 'recall' | 'noShow' | 'park' | 'transfer' | 'note' | 'pause' | 'close'

export const sideKeys = {
  recall: 'F2',
  noShow: 'F3',
  park: 'F4',
  transfer: 'F6',
  note: 'F7',
  pause: 'F8',
  close: 'F9',
} as const satisfies Record<SideStep, string>

type Seen = Pick<CounterView, 'state' | 'ticket'>

/** The one next thing; null at a closed counter. */
export const nextStep = ({ state, ticket }: Seen): Step | null => {
  if (ticket?.state === 'called') return 'serve'
  if (ticket?.state === 'serving') return 'finish'
  if (state === 'open') return 'next'
  return state === 'paused' ? 'resume' : null
}

/** How long a called visitor is still to be waited for. */
export const noShowInMs = ({ noShow }: Pick<CounterTicket, 'noShow'>, now: Date): number =>
  Date.parse(noShow.at) - now.getTime()

/** With a visitor here the one next thing is theirs: then a pause is ended by the key that began it. */
export const isPauseToEnd = ({ state, ticket }: Seen): boolean =>
  state === 'paused' && ticket !== null

/** What else may be done now. The server has the last word; this only spares a vain press. */
export const isAllowed = (step: SideStep, { state, ticket }: Seen, now: Date): boolean => {
  switch (step) {
    case 'recall':
      return ticket?.state === 'called' && ticket.recallsLeft > 0
    case 'noShow':
      return (
        ticket?.state === 'called' && noShowInMs(ticket, now) <= 0 && ticket.noShow.recalls === 0
      )
    case 'note':
    case 'park':
    case 'transfer':
      return ticket !== null
    case 'pause':
      return state === 'open' || isPauseToEnd({ state, ticket })
    case 'close':
      return ticket === null && state !== 'closed'
  }
  return step satisfies never
}
