import { useState } from 'preact/hooks'
import { Button, Dialog, Panel } from '../shared/components.tsx'
import { isolate, useShared } from '../shared/i18n.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import type { AtDesk } from './at-desk.ts'
import { CurrentTicket } from './current-ticket.tsx'
import { useCounterTexts } from './texts.ts'

/** What a supervisor may do at a counter that was left, by the names of its actions. */
const actions = { noShow: 'no-show', finish: 'finish', park: 'park', close: 'close' } as const
type Step = keyof typeof actions

/** Asks first: whoever opened the counter may be there, and is at work. */
const InPlaceDialog = (props: {
  step: Step
  name: string
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useCounterTexts()
  const shared = useShared()
  const { step, onConfirm, onClose } = props
  const name = isolate(props.name)
  return (
    <Dialog
      title={text('inPlaceTitle', { step: text(step), name })}
      onClose={onClose}
      actions={
        <>
          <Button autofocus onClick={onClose}>
            {shared('cancel')}
          </Button>
          <Button look="primary" onClick={onConfirm}>
            {text(step)}
          </Button>
        </>
      }
    >
      <p>{text('inPlaceHint', { name })}</p>
    </Dialog>
  )
}

/**
 * Somebody else's counter: what happens there, to be looked at. Whoever supervises may let its visitor
 * go and close it, for somebody who went home with one at their counter.
 */
export const Taken = (props: AtDesk & { onLeave: () => void }) => {
  const text = useCounterTexts()
  const { view, desk, onLeave, member } = props
  // Of the visitor who was there when it was asked about: another one is asked about anew.
  const [asked, setAsked] = useState<{ step: Step; ticket: string | undefined } | undefined>()
  const supervises = member.roles.some((role) => role === 'supervisor' || role === 'admin')
  const { ticket } = view
  const name = view.staff?.name ?? ''
  const confirm = (): void => {
    setAsked(undefined)
    if (asked) void desk.act(actions[asked.step], {}, asked.ticket)
  }
  return (
    <Panel class="taken" title={text('taken', { name: isolate(name) })}>
      <p class="quiet">{text(supervises ? 'takenSupervised' : 'takenHint')}</p>
      {ticket ? (
        <CurrentTicket {...props} />
      ) : (
        <p class="taken__none">{text('takenNobody', { count: view.waiting })}</p>
      )}
      <ActionNote problem={desk.problem} isUnsure={desk.isUnsure} onDismiss={desk.dismiss} />
      <div class="dialog__actions">
        <Button look="primary" onClick={onLeave}>
          {text('otherCounter')}
        </Button>
        {supervises &&
          (ticket
            ? ([ticket.state === 'called' ? 'noShow' : 'finish', 'park'] as const)
            : (['close'] as const)
          ).map((step) => (
            <Button
              key={step}
              busy={desk.busy !== null}
              onClick={() => setAsked({ step, ticket: ticket?.id })}
            >
              {text(step)}
            </Button>
          ))}
      </div>
      {asked && (
        <InPlaceDialog
          step={asked.step}
          name={name}
          onConfirm={confirm}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  )
}
