import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CounterTicket, TicketNote } from '../../src/live/events.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { isolate, useShared } from '../shared/i18n.ts'
import { useTicketTexts } from '../tickets/texts.ts'
import { NoteLines } from '../tickets/ticket-parts.tsx'
import type { AtDesk } from './at-desk.ts'
import { useCounterTexts } from './texts.ts'

const NOTE_MAX = 280

/** Where a note is written or corrected. */
export const NoteDialog = (props: {
  title: string
  text?: string
  onTyped?: (text: string) => void
  onKeep: (text: string) => void
  /** What was typed is given up; to leave it by Escape or a press beside is `onClose`. */
  onDrop?: () => void
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
            onInput={({ currentTarget: { value } }) => {
              setTyped(value)
              props.onTyped?.(value)
            }}
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
          <Button onClick={props.onDrop ?? props.onClose}>{shared('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/**
 * All that was noted on a ticket: at its counter, or to be read before a parked one's visitor is
 * called back.
 */
export const NotesDialog = (props: {
  ticket: Pick<CounterTicket, 'number' | 'notes'>
  timeZone: string
  onBringBack?: () => void
  onClose: () => void
}) => {
  const text = useCounterTexts()
  const ticketText = useTicketTexts()
  const shared = useShared()
  const { number, notes } = props.ticket
  return (
    <Dialog
      title={text('notesTitle', { number: isolate(number) })}
      onClose={props.onClose}
      actions={
        <>
          {props.onBringBack && (
            <Button look="primary" onClick={props.onBringBack}>
              {ticketText('bringBack')}
            </Button>
          )}
          <Button onClick={props.onClose}>{shared('close')}</Button>
        </>
      }
    >
      <NoteLines notes={notes} timeZone={props.timeZone} />
    </Dialog>
  )
}

/** Whether more stands in a box, or in one that it scrolls with, than is seen of it. */
const useCutOff = (stands: unknown) => {
  const box = useRef<HTMLDivElement>(null)
  const [isCutOff, setCutOff] = useState(false)
  useLayoutEffect(() => {
    const room = box.current?.parentElement
    if (!box.current || !room) return undefined
    const boxes = [room, ...box.current.querySelectorAll('.notes')]
    const look = (): void =>
      setCutOff(boxes.some(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1))
    look()
    const observer = new ResizeObserver(look)
    for (const one of [...boxes, box.current]) observer.observe(one)
    document.fonts.addEventListener('loadingdone', look)
    return () => {
      observer.disconnect()
      document.fonts.removeEventListener('loadingdone', look)
    }
  }, [stands])
  return { box, isCutOff }
}

/** What staff wrote on a visit; at their own counter its author corrects a note, or takes it back. */
export const Notes = (props: AtDesk & { ticket: CounterTicket }) => {
  const text = useCounterTexts()
  const { desk, member, centre, view, say } = props
  const { id: ticketId, notes } = props.ticket
  const number = isolate(props.ticket.number)
  const [asked, setAsked] = useState<TicketNote | undefined>()
  const [takenBack, setTakenBack] = useState<TicketNote | undefined>()
  const [isRead, setRead] = useState(false)
  const { box, isCutOff } = useCutOff(notes)
  const correct = async (note: TicketNote, words: string): Promise<void> => {
    setAsked(undefined)
    if (await desk.changeNote(ticketId, note.id, words)) say(text('said_note', { number }))
  }
  const takeBack = async (note: TicketNote): Promise<void> => {
    if (await desk.changeNote(ticketId, note.id, null)) setTakenBack(note)
  }
  const putBack = async (note: TicketNote): Promise<void> => {
    if (!(await desk.act('notes', { text: note.text }, ticketId))) return
    setTakenBack(undefined)
    say(text('said_note', { number }))
  }
  if (notes.length === 0 && takenBack === undefined) return null
  return (
    <div ref={box} class="ticket__notes">
      {isCutOff && (
        <div>
          <Button look="quiet" aria-haspopup="dialog" onClick={() => setRead(true)}>
            {text('notesRead', { count: notes.length })}
          </Button>
        </div>
      )}
      <NoteLines
        notes={notes}
        timeZone={centre.timeZone}
        beside={(note) =>
          note.by.id === member.id &&
          view.staff?.id === member.id && (
            <span class="notes__own">
              <Button look="quiet" onClick={() => setAsked(note)}>
                {text('noteCorrect')}
              </Button>
              <Button
                look="quiet"
                busy={desk.busy === `note ${note.id}`}
                onClick={() => void takeBack(note)}
              >
                {text('noteBack')}
              </Button>
            </span>
          )
        }
      />
      {takenBack && (
        <p class="notes__back" role="status">
          <span class="notes__gone">
            {text('noteTakenBack', { note: isolate(takenBack.text) })}
          </span>
          <Button look="quiet" busy={desk.busy === 'notes'} onClick={() => void putBack(takenBack)}>
            {text('undo')}
          </Button>
        </p>
      )}
      {isRead && (
        <NotesDialog
          ticket={props.ticket}
          timeZone={centre.timeZone}
          onClose={() => setRead(false)}
        />
      )}
      {asked && (
        <NoteDialog
          title={text('noteCorrect')}
          text={asked.text}
          onKeep={(words) => void correct(asked, words)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}
