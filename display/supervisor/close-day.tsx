import { useState } from 'preact/hooks'
import type { DayView } from '../../src/tickets/day.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Question } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import { askStaff, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { useSupervisorTexts } from './texts.ts'

/** Another supervisor may close it as well. */
const EVERY_MS = 10_000

/** Ends the day: never with one press. That it was done stays to be read until the day is over. */
export const CloseDay = ({ centre }: { centre: CentreInfo }) => {
  const text = useSupervisorTexts()
  const language = useLanguage()
  const actions = useActions()
  const [isAsked, setAsked] = useState(false)
  const path = `/api/centres/${encodeURIComponent(centre.id)}/close-day`
  const { value, reload } = useLoaded(
    path,
    (signal) => askStaff<DayView>(path, { signal }),
    EVERY_MS,
  )
  const closed = value?.closed
  const ask = (): void => {
    reload()
    setAsked(true)
  }
  const close = async (): Promise<void> => {
    setAsked(false)
    const answer = await actions.run('close-day', () => post(path))
    if (answer?.ok) reload()
  }
  return (
    <div class="close-day">
      <Button look="danger" busy={actions.busy !== null} onClick={ask}>
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
          {value && <p class="strong">{text('closeNow', { tickets: value.wouldEnd })}</p>}
        </Question>
      )}
      <div role="status">
        {closed && (
          <p class="close-day__done">
            {text('dayClosed', {
              time: isolate(clockTime(closed.at, centre.timeZone)),
              name: isolate(closed.by),
              tickets: closed.tickets,
            })}
          </p>
        )}
      </div>
    </div>
  )
}
