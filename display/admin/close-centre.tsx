import { useState } from 'preact/hooks'
import { Button, Question } from '../shared/components.tsx'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { useNewCentreTexts } from './new-centre-texts.ts'
import { type Part, pathOf, put } from './setup.ts'

/** The end of a centre: asked for before, said while it lasts, and taken back by a press. */
export const CloseCentre = ({ setup, onChanged }: Part) => {
  const text = useNewCentreTexts()
  const language = useLanguage()
  const actions = useActions()
  const [isAsked, setAsked] = useState(false)
  const change = async (closed: boolean): Promise<void> => {
    setAsked(false)
    const answer = await actions.run('close', () => put(pathOf(setup.id, 'closed'), { closed }))
    if (answer?.ok) onChanged()
  }
  return (
    <>
      <Button
        busy={actions.busy !== null}
        onClick={() => (setup.closed ? void change(false) : setAsked(true))}
      >
        {text(setup.closed ? 'openAgain' : 'close')}
      </Button>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {isAsked && (
        <Question
          isGrave
          title={text('closeTitle', { name: isolate(setup.centre.name[language]) })}
          sentence={text('closeHint')}
          yes={text('closeNow')}
          onConfirm={() => void change(true)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
