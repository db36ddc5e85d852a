import { useState } from 'preact/hooks'
import type { TicketNote } from '../../src/live/events.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { useShared } from '../shared/i18n.ts'
import { NoteLines } from '../tickets/ticket-parts.tsx'
import type { AtDesk } from './counter.tsx'
import { useCounterTexts } from './texts.ts'

const NOTE_MAX = 280

/** Where a note is written or corrected. */
export const NoteDialog = (props: {
  title: string
  text?: string
  onKeep: (text: string) => void
  onClose: () => void
}) => {
  const text = useCounterTexts()
  const shared = useShared()
  const [typed, setTyped] = useState(props.text ?? '')
  const isEmpty = typed.trim() === ''
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty) props.onKeep(typed.trim())
        }}
      >
        <label class="field">
          <span class="field__hint">{text('noteHint')}</span>
          <textarea
            class="field__input note-text"
            aria-label={text('note')}
            dir="auto"
            rows={3}
            maxLength={NOTE_MAX}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              // Kept by Enter as everything at the counter is by a key; Shift makes a new line.
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
              event.preventDefault()
              event.currentTarget.form?.requestSubmit()
            }}
          />
        </label>
        <p class="quiet">{text('noteLeft', { count: NOTE_MAX - typed.length })}</p>
        <div class="dialog__actions">
          <Button type="submit" look="primary" disabled={isEmpty}>
            {text('noteKeep')}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What staff wrote on a visit; its author corrects a note, or takes it back. */
export const Notes = (props: AtDesk & { ticketId: string; notes: readonly TicketNote[] }) => {
  const text = useCounterTexts()
  const { desk, member, centre, ticketId, notes } = props
  const [asked, setAsked] = useState<TicketNote | undefined>()
  return (
    <>
      <NoteLines
        notes={notes}
        timeZone={centre.timeZone}
        beside={(note) =>
          note.by.id === member.id && (
            <span class="notes__own">
              <Button look="quiet" onClick={() => setAsked(note)}>
                {text('noteCorrect')}
              </Button>
              <Button
                look="quiet"
                busy={desk.busy === `note ${note.id}`}
                onClick={() => void desk.changeNote(ticketId, note.id, null)}
              >
                {text('noteBack')}
              </Button>
            </span>
          )
        }
      />
      {asked && (
        <NoteDialog
          title={text('noteCorrect')}
          text={asked.text}
          onKeep={(words) => {
            setAsked(undefined)
            void desk.changeNote(ticketId, asked.id, words)
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
