import { useState } from 'preact/hooks'
import type { CounterTicket } from '../../src/live/events.ts'
import { Button, Panel } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { useScanner } from '../shared/scanner.ts'
import { Field } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import type { AtDesk } from './at-desk.ts'
import { IdentityForm } from './identity.tsx'
import { useSigning } from './receipt.tsx'
import { SecondPerson } from './second-person.tsx'
import { useCounterTexts } from './texts.ts'
import { type Card, type HandoverSteps, useHandover } from './use-handover.ts'

const pickLooks = {
  open: 'tag--warn',
  picked: 'tag--ok',
  not_found: 'tag--bad',
  done: 'tag--ok',
  cancelled: '',
}

/** How far the card's fetching is, in words. */
const CardFacts = ({ card }: { card: Card }) => {
  const text = useCounterTexts()
  return (
    <dl class="card-facts">
      <dt>{text('serial')}</dt>
      <dd>
        <bdi class="code">{card.serial}</bdi>
      </dd>
      <dt>{text('place')}</dt>
      <dd>
        {card.place === null ? text('noPlace') : <bdi class="code">{card.place}</bdi>}
        {card.state === 'damaged' && <span class="tag tag--bad">{text('quarantined')}</span>}
      </dd>
      <dt>{text('pick')}</dt>
      <dd>
        <span class={`tag ${card.pick === null ? '' : pickLooks[card.pick]}`}>
          {text(`pick_${card.pick ?? 'none'}`)}
        </span>
      </dd>
    </dl>
  )
}

/** The card must not be given: said as loudly as a page can. */
const Refused = (props: { steps: HandoverSteps; number: string; card: Card | undefined }) => {
  const text = useCounterTexts()
  const { card, steps } = props
  const scanned = isolate(steps.refused)
  if (steps.problem?.code === 'unknown_card')
    return (
      <div class="wrong-card" role="alert">
        <p class="wrong-card__title">{text('unknownCard')}</p>
        <p>{text('unknownCardHint', { scanned })}</p>
      </div>
    )
  const isAnother = card !== undefined && card.serial !== steps.refused
  const isWrong = isAnother || steps.problem?.code === 'wrong_card'
  return (
    <div class="wrong-card" role="alert">
      <p class="wrong-card__title">{text(isWrong ? 'wrongCard' : 'notThisCard')}</p>
      {isAnother && (
        <p>
          {text('wrongCardHint', {
            scanned,
            number: isolate(props.number),
            serial: isolate(card.serial),
          })}
        </p>
      )}
      {!isAnother && steps.problem && <p>{steps.problem.detail}</p>}
      {!card && <p>{text('refusedHint', { scanned })}</p>}
    </div>
  )
}

/** For hands without a scanner; a scan while the field has the focus lands here as well. */
const ScanField = ({ onScan }: { onScan: (code: string) => void }) => {
  const text = useCounterTexts()
  const [typed, setTyped] = useState('')
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onScan(typed)
        setTyped('')
      }}
    >
      <Field
        label={text('scanCard')}
        hint={text('scanHint')}
        class="code"
        data-takes-scan
        dir="ltr"
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={64}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  )
}

/** The card is with the visitor; what is left is to finish the visit. */
const Given = ({ at, ticket, serial }: { at: AtDesk; ticket: CounterTicket; serial: string }) => {
  const text = useCounterTexts()
  const finish = async (): Promise<void> => {
    // Whoever was given a card was served, whether that was said before or not.
    if (ticket.state === 'called' && !(await at.desk.act('serve', {}, ticket.id))) return
    if (await at.desk.act('finish', {}, ticket.id))
      at.say(text('said_finish', { number: isolate(ticket.number) }))
  }
  return (
    <>
      <p class="good-note" role="status">
        {text('handedOver')} · <bdi class="code">{serial}</bdi>
      </p>
      <Button look="primary" busy={at.desk.busy !== null} onClick={() => void finish()}>
        {text('finish')}
        {ticket.state === 'serving' && <kbd class="key">{text('space')}</kbd>}
      </Button>
    </>
  )
}

/** The proven giving of the visitor's card: the right card, then who stands there. */
export const Handover = (props: AtDesk & { ticket: CounterTicket }) => {
  const text = useCounterTexts()
  const { ticket, desk, say } = props
  const { card } = ticket
  const steps = useHandover(ticket, card, desk.refresh, () => say(null))
  const { isSigning, pad, sign } = useSigning(steps)
  const isOver = isSigning || steps.asked !== undefined
  useScanner((code) => void steps.scan(code), steps.given === undefined && !isOver)
  const isCardRefused = steps.refused !== ''

  return (
    <Panel class="handover">
      <div class="handover__head">
        <h2>{text('cardTitle')}</h2>
        {card && steps.given === undefined && <CardFacts card={card} />}
      </div>
      {steps.given !== undefined && <Given at={props} ticket={ticket} serial={steps.given} />}
      {steps.given === undefined && (
        <>
          {!card && <p class="note">{text('noCardNamed')}</p>}
          {isCardRefused && <Refused steps={steps} number={ticket.number} card={card} />}
          {pad}
          {steps.asked && <SecondPerson steps={steps} />}
          {!isCardRefused && !steps.asked && (
            <ActionNote
              problem={steps.problem}
              isUnsure={steps.isUnsure}
              onDismiss={steps.dismiss}
            />
          )}
          {steps.scanned === '' && <ScanField onScan={(code) => void steps.scan(code)} />}
          {steps.scanned !== '' && (
            <>
              <p class="good-note" role="status">
                {text(card ? 'rightCard' : 'scannedCard')} · <bdi class="code">{steps.scanned}</bdi>
              </p>
              <IdentityForm steps={steps} onSign={sign} />
            </>
          )}
        </>
      )}
    </Panel>
  )
}
