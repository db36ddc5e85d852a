import { useContext } from 'preact/hooks'
import { type PrintFailure, printFailureSentences } from '../../printers/outcome.ts'
import { keptSentence } from '../shared/card-status.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, TicketNumber } from '../shared/components.tsx'
import { estimateSentence } from '../shared/estimate.ts'
import { isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { doorsSentence } from '../shared/opening.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { Aloud, useSaid } from './aloud.ts'
import type { SlipState } from './handed-out.ts'
import { pressedBy } from './keys.ts'
import { promptsIn } from './prompts.ts'
import { Signed } from './signs.tsx'
import { useTexts } from './texts.ts'
import type { Step } from './visit.ts'

const slipWords = {
  printing: 'printing',
  printed: 'takeSlip',
  failed: 'printTrouble',
  slow: 'printSlow',
  none: 'noPrinter',
} as const

/** Whether the visitor has something to take along, so that the screen may go on by itself. */
export const isTaken = (slip: SlipState): boolean => slip === 'printed'

export const TicketStep = (props: {
  centre: CentreInfo
  step: Extract<Step, { at: 'ticket' }>
  slip: SlipState
  failure: PrintFailure | undefined
  onDone: () => void
}) => {
  const text = useTexts()
  const shared = useShared()
  const language = useLanguage()
  const { ticket, service, card } = props.step
  const { centre, slip, failure } = props
  const doors = doorsSentence(centre, ticket.estimate, language, new Date())
  const isAloud = useContext(Aloud) !== null
  const prompts = promptsIn(language)
  useSaid(
    prompts.ticket(ticket, card?.section, card?.state === 'ready'),
    prompts.slip(slip, ticket.number),
  )
  return (
    <div class="issued">
      {card?.state === 'ready' && (
        <p class="issued__card">
          {text('card_ready')}
          {card.section !== undefined && (
            <strong>{text('card_readySection', { section: isolate(card.section) })}</strong>
          )}
          <span class="issued__kept">{keptSentence(card, centre, language, new Date())}</span>
        </p>
      )}
      <div class="issued__number">
        <h1 class="issued__label">
          {text('yourNumber')} · {service.name[language]}
        </h1>
        <TicketNumber class="issued__digits">{ticket.number}</TicketNumber>
        <p class="issued__ahead">{shared('peopleAhead', { count: ticket.ahead })}</p>
        <p class="issued__range">{estimateSentence(ticket.estimate, shared, language)}</p>
        {doors && <p class="note">{doors}</p>}
      </div>
      <div class="issued__take">
        <div class="issued__qr">
          <QrCode text={ticket.url} label={text('scan')} />
        </div>
        <p>{text('scan')}</p>
      </div>
      <p class={`slip slip--${slip}`} role="status">
        {slip !== 'unknown' && (
          <Signed sign={slip === 'printing' || slip === 'printed' ? 'slip' : 'noSlip'}>
            {slip === 'failed' && failure !== undefined
              ? printFailureSentences[failure][language]
              : text(slipWords[slip])}
          </Signed>
        )}
      </p>
      <Button
        look="primary"
        large
        class="issued__done"
        {...(isAloud && pressedBy('1'))}
        onClick={props.onDone}
      >
        <Signed sign="yes">
          {text(
            slip === 'printed' || slip === 'printing' || slip === 'unknown' ? 'done' : 'haveIt',
          )}
        </Signed>
      </Button>
    </div>
  )
}
