import { useState } from 'preact/hooks'
import type { CentreView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Dialog, Toast } from '../shared/components.tsx'
import { isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { useSupervisorTexts } from './texts.ts'

/** Ends the day: never with one press. */
export const CloseDay = ({ centre, view }: { centre: CentreInfo; view: CentreView }) => {
  const text = useSupervisorTexts()
  const shared = useShared()
  const language = useLanguage()
  const actions = useActions()
  const [isAsked, setAsked] = useState(false)
  const [closed, setClosed] = useState<number | undefined>()
  const waiting = view.services.reduce((sum, service) => sum + service.waiting, 0)
  const close = async (): Promise<void> => {
    setAsked(false)
    const answer = await actions.run('close-day', () =>
      post<{ closed: number }>(`/api/centres/${encodeURIComponent(centre.id)}/close-day`),
    )
    if (answer?.ok) setClosed(answer.value.closed)
  }
  return (
    <div class="close-day">
      <Button look="danger" busy={actions.busy !== null} onClick={() => setAsked(true)}>
        {text('closeDay')}
      </Button>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {isAsked && (
        <Dialog
          title={text('closeTitle', { centre: isolate(centre.name[language]) })}
          onClose={() => setAsked(false)}
          actions={
            <>
              <Button look="danger" onClick={() => void close()}>
                {text('closeConfirm')}
              </Button>
              <Button onClick={() => setAsked(false)}>{shared('cancel')}</Button>
            </>
          }
        >
          <p>{text('closeHint')}</p>
          <p class="strong">{text('closeNow', { tickets: waiting })}</p>
        </Dialog>
      )}
      {closed !== undefined && (
        <Toast onGone={() => setClosed(undefined)}>{text('dayClosed', { tickets: closed })}</Toast>
      )}
    </div>
  )
}
