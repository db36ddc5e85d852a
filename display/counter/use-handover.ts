import { useRef, useState } from 'preact/hooks'
import type { CardView } from '../../src/cards/card.view.ts'
import type { CounterTicket, CounterView } from '../../src/live/events.ts'
import { untilAnswered } from '../shared/api.ts'
import { post } from '../shared/session.ts'
import { soundBad, soundGood } from '../shared/sound.ts'
import { type Actions, useActions } from '../shared/staff-actions.ts'
import { citizenIdFrom } from '../shared/staff-digits.ts'

export type Card = NonNullable<CounterTicket['card']>

export const identities = ['card_holder', 'passport', 'representative', 'no_document'] as const
export type Identity = (typeof identities)[number]

/** Who stands there, as the clerk notes it. */
export interface Shown {
  identity: Identity | ''
  oldCard: boolean
  name: string
  citizenId: string
  /** Whether the owner has sent who stands there. */
  authorised: boolean
  pickupCode: string
  /** Base64 of a PNG; empty: not signed. */
  signature: string
  noReceipt: boolean
}

/** The other member of staff, as they sign for an exception. */
export interface Second {
  username: string
  password: string
}

const nobody: Shown = {
  identity: '',
  oldCard: false,
  name: '',
  citizenId: '',
  authorised: false,
  pickupCode: '',
  signature: '',
  noReceipt: false,
}

const handoverBody = (ticketId: string, shown: Shown, second: Second | undefined) => {
  const { identity, oldCard, name, citizenId, authorised, signature } = shown
  const pickupCode = shown.pickupCode.replace(/\s/g, '')
  return {
    ticketId,
    identity: identity || 'card_holder',
    oldCard,
    ...(identity === 'representative' && {
      representative: { name: name.trim(), citizenId: citizenIdFrom(citizenId), authorised },
    }),
    ...(pickupCode !== '' && { pickupCode }),
    ...(signature !== '' && { signature }),
    receiptAsked: true,
    ...(second && { second }),
  }
}

/** Refusals of the card itself, not of how it is handed over: another one has to be scanned. */
const cardRefusals = ['wrong_card', 'unknown_card', 'card_not_here', 'card_not_ready']

/** What is wrong with the second person, and nothing else. */
const secondRefusals = ['second_person_needed', 'second_person_unknown', 'locked_out']

/** Scanned in any case and with any space around it. */
const asSerial = (text: string): string => text.trim().toUpperCase()

export interface HandoverSteps extends Actions {
  /** What was scanned last; empty while there is nothing to hand over. */
  scanned: string
  /** A card that must not be given to this visitor. */
  refused: string
  shown: Shown
  /** The serial of the card once it is with the visitor. */
  given: string | undefined
  change: (to: Partial<Shown>) => void
  scan: (code: string) => Promise<void>
  /** Why a second person has to confirm, as they are asked to; undefined: they are not. */
  asked: readonly string[] | undefined
  ask: (why: readonly string[] | undefined) => void
  handOver: (second?: Second) => Promise<void>
}

/**
 * Scanning a card and handing it over. A ticket that names its card takes no other; for one that
 * names none the server is asked as the card is scanned, and it has the last word.
 * @param onStep told as a card is scanned or handed over: what was said of the step before is old then
 */
export const useHandover = (
  ticket: CounterTicket,
  card: Card | undefined,
  look: () => Promise<CounterView | undefined>,
  onStep: () => void,
): HandoverSteps => {
  const actions = useActions()
  const [scanned, setScanned] = useState('')
  const [refused, setRefused] = useState('')
  const [shown, setShown] = useState<Shown>(nobody)
  const [answered, setAnswered] = useState<Pick<CardView, 'serial'> | undefined>()
  const [asked, setAsked] = useState<readonly string[] | undefined>()
  const ask = (why: readonly string[] | undefined): void => {
    actions.dismiss()
    setAsked(why)
  }

  const send = (serial: string, to: Shown, second?: Second) =>
    actions.run<Pick<CardView, 'serial'>>(
      'handover',
      () =>
        post<CardView>(
          `/api/cards/${encodeURIComponent(serial)}/handover`,
          handoverBody(ticket.id, to, second),
        ),
      // A card is handed over once: whether it is, the ticket says.
      async () => {
        const given = (await look())?.ticket?.card
        return given?.serial === serial && given.state === 'handed_over'
          ? { ok: true, status: 200, value: given }
          : null
      },
    )
  const refuse = (serial: string): void => {
    setScanned('')
    setRefused(serial)
    soundBad()
  }
  const take = (serial: string): void => {
    setScanned(serial)
    setRefused('')
    soundGood()
  }
  /** The newest scan: what is answered of one before it says nothing of the card that is held now. */
  const newest = useRef(0)
  const asking = useRef<Promise<unknown>>(Promise.resolve())
  const scan = async (code: string): Promise<void> => {
    const serial = asSerial(code)
    if (serial === '') return
    newest.current += 1
    const mine = newest.current
    actions.dismiss()
    onStep()
    // The ticket names it, which needs no asking; of any other the server knows, and keeps the scan.
    if (serial === card?.serial) return take(serial)
    if (card !== undefined) refuse(serial)
    // The one before is not to be handed over while this one is asked about.
    else setScanned('')
    const offer = () =>
      post<{ serial: string }>(`/api/cards/${encodeURIComponent(serial)}/offer`, {
        ticketId: ticket.id,
      })
    // One after another: each scan is kept by the server, however quickly the next one comes.
    const answering = asking.current.then(() =>
      actions.run('offer', offer, () => untilAnswered(offer)),
    )
    asking.current = answering
    const answer = await answering
    if (mine !== newest.current) return actions.dismiss()
    if (answer?.ok) take(answer.value.serial)
    else if (answer && cardRefusals.includes(answer.problem.code)) refuse(serial)
  }
  const handOver = async (second?: Second): Promise<void> => {
    onStep()
    const answer = await send(scanned, shown, second)
    if (!answer) return
    if (answer.ok) {
      setAsked(undefined)
      setAnswered(answer.value)
      soundGood()
      await look()
      return
    }
    const { code, details } = answer.problem
    if (code === 'second_person_needed' && !second) return ask(String(details?.why).split(' '))
    // Of the second person's own trouble the dialog tells; anything else is told beside the card.
    if (!secondRefusals.includes(code)) setAsked(undefined)
    if (cardRefusals.includes(code)) refuse(scanned)
    else soundBad()
  }
  const given = card?.state === 'handed_over' ? card.serial : answered?.serial
  const change = (to: Partial<Shown>): void => setShown({ ...shown, ...to })
  return { ...actions, scanned, refused, shown, given, asked, ask, change, scan, handOver }
}
