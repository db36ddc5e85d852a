import { useState } from 'preact/hooks'
import type { CentreView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Question, Toast } from '../shared/components.tsx'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { useSupervisorTexts } from './texts.ts'

/** Ends the day: never with one press. */
export const CloseDay = ({ centre, view }: { centre: CentreInfo; view: CentreView }) => {
  const text = useSupervisorTexts()
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
        <Question
          isGrave
          title={text('closeTitle', { centre: isolate(centre.name[language]) })}
          sentence={text('closeHint')}
          yes={text('closeConfirm')}
          onConfirm={() => void close()}
          onClose={() => setAsked(false)}
        >
          <p class="strong">{text('closeNow', { tickets: waiting })}</p>
        </Question>
      )}
      {closed !== undefined && (
        <Toast inLine onGone={() => setClosed(undefined)}>
          {text('dayClosed', { tickets: closed })}
        </Toast>
      )}
    </div>
  )
}
