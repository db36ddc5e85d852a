import { useEffect, useState } from 'preact/hooks'
import type { StaffTicketView, TicketView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Dialog, TicketNumber } from '../shared/components.tsx'
import { clockTime, isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { askStaff, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { isTypedInto } from '../shared/typed-into.ts'
import { moveTicket } from './move-ticket.ts'
import { serviceName } from './names.ts'
import { useTicketTexts } from './texts.ts'
import { NoteLines, VisitLines } from './ticket-parts.tsx'

/** How a ticket stands, what is known of its visit, and what can be done about it. */
const Found = (props: {
  ticket: StaffTicketView
  centre: CentreInfo
  isBusy: boolean
  /** Its slip was sent to be printed again. */
  isPrinted: boolean
  onMove: (what: 'unpark' | 'return') => void
  onPrint: () => void
}) => {
  const text = useTicketTexts()
  const language = useLanguage()
  const { ticket, centre, isBusy, onMove } = props
  const isInUse =
    ticket.state === 'waiting' || ticket.state === 'called' || ticket.state === 'parked'
  const counter = isolate(ticket.counter ?? '')
  const until = ticket.returnUntil
  const mayReturn = until !== undefined && Date.parse(until) > Date.now()
  const timeOf = (at: string) => isolate(clockTime(at, centre.timeZone))
  const time = until === undefined ? '' : timeOf(until)
  const sentences: Record<TicketView['state'], string> = {
    waiting: text('isWaiting', { count: ticket.ahead }),
    called: text('isCalled', { counter }),
    serving: text('isServing', { counter }),
    parked:
      ticket.awayUntil === undefined
        ? text('isParked')
        : text('awayUntil', { time: timeOf(ticket.awayUntil) }),
    served: text('isServed'),
    no_show: text(mayReturn ? 'returnUntil' : 'returnOver', { time }),
    left: text('hasLeft'),
  }
  return (
    <div class="found" role="status">
      <p class="found__head">
        <TicketNumber class="found__number">{ticket.number}</TicketNumber>
        <span class="quiet">{serviceName(centre, ticket.service, language)}</span>
      </p>
      <p>{sentences[ticket.state]}</p>
      {ticket.state === 'no_show' && mayReturn && (
        <Button look="primary" busy={isBusy} onClick={() => onMove('return')}>
          {text('letReturn')}
        </Button>
      )}
      {ticket.state === 'parked' && (
        <Button look="primary" busy={isBusy} onClick={() => onMove('unpark')}>
          {text('bringBack')}
        </Button>
      )}
      {ticket.print !== undefined && isInUse && !props.isPrinted && (
        <Button busy={isBusy} onClick={props.onPrint}>
          {text('printAgain')}
        </Button>
      )}
      {props.isPrinted && <p class="good-note">{text('printedAgain')}</p>}
      <NoteLines notes={ticket.notes} timeZone={centre.timeZone} />
      {ticket.visit.length > 0 && (
        <section class="found__visit">
          <h3 class="panel__title">{text('visit')}</h3>
          <VisitLines visit={ticket.visit} centre={centre} />
        </section>
      )}
    </div>
  )
}

const FindDialog = ({ centre, onClose }: { centre: CentreInfo; onClose: () => void }) => {
  const text = useTicketTexts()
  const shared = useShared()
  const { run, ...actions } = useActions()
  const [number, setNumber] = useState('')
  const [found, setFound] = useState<StaffTicketView | undefined>()
  const [printed, setPrinted] = useState<string | undefined>()
  const find = async (): Promise<void> => {
    setPrinted(undefined)
    const asked = number.trim()
    if (asked === '') return
    const path = `/api/centres/${encodeURIComponent(centre.id)}/tickets`
    const answer = await run('find', () =>
      askStaff<StaffTicketView>(`${path}?number=${encodeURIComponent(asked)}`, { retries: 1 }),
    )
    if (answer) setFound(answer.ok ? answer.value : undefined)
  }
  const move = async (id: string, what: 'unpark' | 'return'): Promise<void> => {
    if (await moveTicket(run, id, what)) await find()
  }
  const print = async (id: string): Promise<void> => {
    const answer = await run('print', () => post(`/api/tickets/${encodeURIComponent(id)}/print`))
    if (answer?.ok) setPrinted(id)
  }
  return (
    <Dialog title={text('lookUp')} onClose={onClose}>
      <form
        class="form__row"
        onSubmit={(event) => {
          event.preventDefault()
          void find()
        }}
      >
        <label class="field">
          <span class="field__hint">{text('lookUpHint')}</span>
          <input
            class="field__input"
            dir="ltr"
            aria-label={text('number')}
            placeholder="A-014"
            autoCapitalize="characters"
            autoComplete="off"
            maxLength={12}
            value={number}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" look="primary" busy={actions.busy === 'find'}>
          {text('find')}
        </Button>
      </form>
      <ActionNote
        problem={actions.problem}
        isUnsure={actions.isUnsure}
        onDismiss={actions.dismiss}
      />
      {found && (
        <Found
          ticket={found}
          centre={centre}
          isBusy={actions.busy !== null}
          isPrinted={printed === found.id}
          onMove={(what) => void move(found.id, what)}
          onPrint={() => void print(found.id)}
        />
      )}
      <div class="dialog__actions">
        <Button onClick={onClose}>{shared('close')}</Button>
      </div>
    </Dialog>
  )
}

/** How long no other key came before one that stands for itself. */
const ALONE_MS = 300

/** In the head of a page: the ticket of somebody who stands there, a key away in the rush. */
export const FindTicket = ({ centre }: { centre: CentreInfo }) => {
  const text = useTicketTexts()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    let lastMs = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent): void => {
      // In the middle of other keys it is part of an address that a hand scanner reads.
      const isAlone = event.timeStamp - lastMs > ALONE_MS
      lastMs = event.timeStamp
      if (!isAlone) return
      // The key where a Latin keyboard has its slash means it whatever the keyboard's language.
      if (event.key !== '/' && event.code !== 'Slash') return
      if (event.ctrlKey || event.altKey || event.metaKey || isTypedInto(event.target)) return
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <Button
        class="find-ticket"
        title={text('lookUp')}
        aria-keyshortcuts="/"
        onClick={() => setOpen(true)}
      >
        <svg class="find-ticket__sign" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="6.5" cy="6.5" r="4.5" />
          <path d="m10 10 4.5 4.5" />
        </svg>
        <span class="find-ticket__words">{text('lookUp')}</span> <kbd class="key">/</kbd>
      </Button>
      {isOpen && <FindDialog centre={centre} onClose={() => setOpen(false)} />}
    </>
  )
}
