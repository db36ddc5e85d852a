import { useState } from 'preact/hooks'
import type { HandoverView } from '../../src/cards/handover.view.ts'
import type { TicketView } from '../../src/live/events.ts'
import { Button, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff, type Member } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { useHandoverTexts } from './handover-texts.ts'
import { dayAndTime } from './times.ts'

/** Who was at the counter is for supervisors to look into; the server says the same. */
export const mayReadHandovers = ({ roles }: Member): boolean =>
  roles.some((role) => role === 'supervisor' || role === 'admin')

const identityKeys = {
  card_holder: 'identity_card_holder',
  passport: 'identity_passport',
  representative: 'identity_representative',
  no_document: 'identity_no_document',
  pickup_code: 'identity_pickup_code',
} as const

const isUsual = (identity: string): identity is keyof typeof identityKeys =>
  Object.hasOwn(identityKeys, identity)

/** The image, only when it is asked for: that it was looked at is noted. */
const Signature = ({ serial }: { serial: string }) => {
  const text = useHandoverTexts()
  const [isShown, setShown] = useState(false)
  const [isLost, setLost] = useState(false)
  if (!isShown)
    return (
      <>
        <Button onClick={() => setShown(true)}>{text('showSignature')}</Button>
        <p class="quiet">{text('signatureNoted')}</p>
      </>
    )
  if (isLost) return <p class="note">{text('signatureLost')}</p>
  return (
    <img
      class="handover__signature"
      src={`/api/handovers/${encodeURIComponent(serial)}/signature`}
      alt={text('signatureOf', { serial })}
      onError={() => setLost(true)}
    />
  )
}

const Facts = ({ given, timeZone }: { given: HandoverView; timeZone: string }) => {
  const text = useHandoverTexts()
  const { at, staff, second, oldCard, representative, receipt, exceptions } = given
  const identity = given.identity.trim().toLowerCase()
  // The ticket knows the counter; it is forgotten before the handover is.
  const ticket = useLoaded<TicketView>(`ticket ${given.ticketId}`, (signal) =>
    askStaff(`/api/tickets/${encodeURIComponent(given.ticketId)}`, { retries: 1, signal }),
  ).value
  const named = representative?.name ?? text('noName')
  return (
    <dl class="report">
      <dt>{text('when')}</dt>
      <dd>{dayAndTime(at, timeZone)}</dd>
      {ticket && (
        <>
          <dt>{text('where')}</dt>
          <dd>
            {ticket.counter !== undefined &&
              `${text('counter', { counter: isolate(ticket.counter) })} · `}
            {text('ticket', { number: isolate(ticket.number) })}
          </dd>
        </>
      )}
      <dt>{text('by')}</dt>
      <dd>
        <bdi>{staff ?? text('someone')}</bdi>
      </dd>
      <dt>{text('to')}</dt>
      <dd>
        {identity === 'representative' || representative ? <bdi>{named}</bdi> : text('owner')}
        {representative?.citizenId && (
          <>
            {' '}
            <bdi class="code">{representative.citizenId}</bdi>
          </>
        )}
      </dd>
      <dt>{text('identity')}</dt>
      <dd>{isUsual(identity) ? text(identityKeys[identity]) : <bdi>{given.identity}</bdi>}</dd>
      <dt>{text('receipt')}</dt>
      <dd>{text(`receipt_${receipt}`)}</dd>
      {exceptions.length > 0 && (
        <>
          <dt>{text('exceptions')}</dt>
          <dd>{exceptions.map((one) => text(`why_${one}`)).join(' ')}</dd>
          <dt>{text('second')}</dt>
          <dd>
            <bdi>{second ?? text('someone')}</bdi>
          </dd>
        </>
      )}
      {oldCard && (
        <>
          <dt>{text('oldCard')}</dt>
          <dd>{text('oldCardTaken')}</dd>
        </>
      )}
      {receipt === 'signature' && (
        <>
          <dt>{text('signature')}</dt>
          <dd>{given.signature ? <Signature serial={given.serial} /> : text('signatureGone')}</dd>
        </>
      )}
    </dl>
  )
}

/** How a card was given: when and where, by whom to whom, and by what that is proven. */
export const Handover = ({ serial, timeZone }: { serial: string; timeZone: string }) => {
  const text = useHandoverTexts()
  const { value, problem, reload } = useLoaded<HandoverView>(`handover ${serial}`, (signal) =>
    askStaff(`/api/handovers/${encodeURIComponent(serial)}`, { retries: 1, signal }),
  )
  return (
    <section class="handover" aria-label={text('title')}>
      <h3>{text('title')}</h3>
      {problem && <StaffNote problem={problem} onRetry={reload} />}
      {!value && !problem && <Waiting />}
      {value && <Facts given={value} timeZone={timeZone} />}
    </section>
  )
}
