import { useState } from 'preact/hooks'
import type { CounterTicket } from '../../src/live/events.ts'
import { type Actions, useActions } from '../shared/action.ts'
import { ActionNote } from '../shared/action-note.tsx'
import { Button, Panel } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { useScanner } from '../shared/scanner.ts'
import { post } from '../shared/session.ts'
import { soundBad, soundGood } from '../shared/sound.ts'
import type { AtDesk } from './counter.tsx'
import { useCounterTexts } from './texts.ts'

type Card = NonNullable<CounterTicket['card']>

const identities = ['card_holder', 'passport', 'pickup_code', 'representative'] as const
type Identity = (typeof identities)[number]

interface Form {
  identity: Identity | ''
  oldCard: boolean
  name: string
  citizenId: string
}

/** How far the card's fetching is, in words. */
const CardFacts = ({ card }: { card: Card }) => {
  const text = useCounterTexts()
  const looks = {
    open: 'tag--warn',
    picked: 'tag--ok',
    not_found: 'tag--bad',
    done: 'tag--ok',
    cancelled: '',
  }
  return (
    <dl class="card-facts">
      <dt>{text('serial')}</dt>
      <dd>
        <bdi class="code">{card.serial}</bdi>
      </dd>
      <dt>{text('place')}</dt>
      <dd>{card.place === null ? text('noPlace') : <bdi class="code">{card.place}</bdi>}</dd>
      <dt>{text('pick')}</dt>
      <dd>
        <span class={`tag ${card.pick === null ? '' : looks[card.pick]}`}>
          {text(`pick_${card.pick ?? 'none'}`)}
        </span>
      </dd>
    </dl>
  )
}

const WrongCard = (props: { scanned: string; number: string; serial: string }) => {
  const text = useCounterTexts()
  return (
    <div class="wrong-card" role="alert">
      <p class="wrong-card__title">{text('wrongCard')}</p>
      <p>
        {text('wrongCardHint', {
          scanned: isolate(props.scanned),
          number: isolate(props.number),
          serial: isolate(props.serial),
        })}
      </p>
    </div>
  )
}

const Identity = (props: { form: Form; onChange: (change: Partial<Form>) => void }) => {
  const text = useCounterTexts()
  const { form, onChange } = props
  return (
    <>
      <fieldset class="plain-set">
        <legend class="field__label">{text('identity')}</legend>
        {identities.map((identity) => (
          <label key={identity} class="check">
            <input
              type="radio"
              name="identity"
              required
              checked={form.identity === identity}
              onChange={() => onChange({ identity })}
            />
            <span>{text(`identity_${identity}`)}</span>
          </label>
        ))}
      </fieldset>
      {form.identity === 'representative' && (
        <div class="form__row">
          <label class="field">
            <span class="field__label">{text('representativeName')}</span>
            <input
              class="field__input"
              required
              maxLength={200}
              dir="auto"
              value={form.name}
              onInput={(event) => onChange({ name: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            <span class="field__label">{text('representativeId')}</span>
            <input
              class="field__input"
              required
              dir="ltr"
              inputMode="numeric"
              maxLength={20}
              value={form.citizenId}
              onInput={(event) => onChange({ citizenId: event.currentTarget.value })}
            />
          </label>
        </div>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={form.oldCard}
          onChange={(event) => onChange({ oldCard: event.currentTarget.checked })}
        />
        <span>{text('oldCard')}</span>
      </label>
    </>
  )
}

const handoverBody = (ticketId: string, { identity, oldCard, name, citizenId }: Form) => ({
  ticketId,
  identity: identity === '' ? 'card_holder' : identity,
  oldCard,
  ...(identity === 'representative' && {
    representative: { name: name.trim(), citizenId: citizenId.trim() },
  }),
})

/** Scanned in any case and with any space around it. */
const asSerial = (text: string): string => text.trim().toUpperCase()

const useHandover = (ticket: CounterTicket, card: Card, actions: Actions) => {
  const [scanned, setScanned] = useState('')
  const [form, setForm] = useState<Form>({ identity: '', oldCard: false, name: '', citizenId: '' })
  const send = (serial: string) =>
    actions.run('handover', () =>
      post<unknown>(
        `/api/cards/${encodeURIComponent(serial)}/handover`,
        handoverBody(ticket.id, form),
      ),
    )
  const scan = async (code: string): Promise<void> => {
    const serial = asSerial(code)
    if (serial === '') return
    setScanned(serial)
    actions.dismiss()
    if (serial === card.serial) return soundGood()
    soundBad()
    // It cannot succeed, for the ticket is for another card: it is sent so that the scan is kept.
    await send(serial)
  }
  const handOver = async (): Promise<void> => {
    const answer = await send(card.serial)
    if (answer?.ok) soundGood()
    else if (answer) soundBad()
  }
  const change = (to: Partial<Form>): void => setForm({ ...form, ...to })
  return { scanned, form, change, scan, handOver }
}

/** The proven giving of the visitor's card: the right card, then who stands there. */
export const Handover = (props: AtDesk & { ticket: CounterTicket; card: Card }) => {
  const text = useCounterTexts()
  const { ticket, card } = props
  const actions = useActions()
  const { scanned, form, change, scan, handOver } = useHandover(ticket, card, actions)
  const [typed, setTyped] = useState('')
  const isDone = card.state === 'handed_over'
  useScanner((code) => void scan(code), !isDone)
  const isRight = scanned === card.serial
  const isWrong = scanned !== '' && !isRight

  if (isDone)
    return (
      <Panel title={text('cardTitle')} class="handover">
        <p class="good-note" role="status">
          {text('handedOver')} · <bdi class="code">{card.serial}</bdi>
        </p>
      </Panel>
    )
  return (
    <Panel title={text('cardTitle')} class="handover">
      <CardFacts card={card} />
      {!isRight && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault()
            void scan(typed)
            setTyped('')
          }}
        >
          <label class="field">
            <span class="field__label">{text('scanCard')}</span>
            <input
              class="field__input code"
              data-takes-scan
              dir="ltr"
              autoComplete="off"
              autoCapitalize="characters"
              maxLength={64}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
            <span class="field__hint">{text('scanHint')}</span>
          </label>
        </form>
      )}
      {isWrong && <WrongCard scanned={scanned} number={ticket.number} serial={card.serial} />}
      {isRight && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault()
            void handOver()
          }}
        >
          <p class="good-note" role="status">
            {text('rightCard')}
          </p>
          <Identity form={form} onChange={change} />
          <Button type="submit" look="primary" busy={actions.busy !== null}>
            {text('handOver')}
          </Button>
        </form>
      )}
      {!(isWrong && actions.problem?.code === 'wrong_card') && (
        <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      )}
    </Panel>
  )
}
