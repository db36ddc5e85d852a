import { useEffect, useRef, useState } from 'preact/hooks'
import type { CounterTicket } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { pauseReasons, usePauseWords } from '../shared/staff-pause.ts'
import { useCounterTexts } from './texts.ts'

/** Chooses by its digit as well, unless something is being typed. */
const useDigits = (onDigit: (ordinal: number) => void): void => {
  const latest = useRef(onDigit)
  latest.current = onDigit
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey) return
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      if (digit !== undefined) latest.current(Number(digit) - 1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

const Choices = (props: {
  options: { id: string; words: string }[]
  onChoose: (id: string) => void
}) => {
  useDigits((ordinal) => {
    const option = props.options[ordinal]
    if (option) props.onChoose(option.id)
  })
  return (
    <div class="choices">
      {props.options.map(({ id, words }, ordinal) => (
        <Button key={id} onClick={() => props.onChoose(id)}>
          {ordinal < 9 && <kbd class="key">{ordinal + 1}</kbd>}
          <span>{words}</span>
        </Button>
      ))}
    </div>
  )
}

/** What the key for the next thing presses in a dialog that it was not meant for: nothing is done. */
const StayButton = ({ onClose }: { onClose: () => void }) => {
  const shared = useShared()
  return (
    <Button autofocus onClick={onClose}>
      {shared('cancel')}
    </Button>
  )
}

export const PauseDialog = (props: { onPause: (reason: string) => void; onClose: () => void }) => {
  const text = useCounterTexts()
  const pauseWords = usePauseWords()
  const [own, setOwn] = useState('')
  return (
    <Dialog
      title={text('pauseTitle')}
      onClose={props.onClose}
      actions={<StayButton onClose={props.onClose} />}
    >
      <Choices
        options={pauseReasons.map((id) => ({ id, words: pauseWords(id) }))}
        onChoose={props.onPause}
      />
      <form
        class="form__row dialog-row"
        onSubmit={(event) => {
          event.preventDefault()
          if (own.trim() !== '') props.onPause(own.trim())
        }}
      >
        <label class="field">
          <span class="field__label">{text('pauseOwn')}</span>
          <input
            class="field__input"
            maxLength={200}
            dir="auto"
            value={own}
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" disabled={own.trim() === ''}>
          {text('pause')}
        </Button>
      </form>
    </Dialog>
  )
}

export const TransferDialog = (props: {
  ticket: CounterTicket
  centre: CentreInfo
  onTransfer: (service: string) => void
  onClose: () => void
}) => {
  const text = useCounterTexts()
  const language = useLanguage()
  const { ticket, centre } = props
  const others = centre.services.filter(({ id }) => id !== ticket.service)
  return (
    <Dialog
      title={text('transferTitle', { number: isolate(ticket.number) })}
      onClose={props.onClose}
      actions={<StayButton onClose={props.onClose} />}
    >
      <p class="quiet dialog-hint">{text('transferHint')}</p>
      <Choices
        options={others.map(({ id, name }) => ({ id, words: name[language] }))}
        onChoose={props.onTransfer}
      />
    </Dialog>
  )
}

/** A visit for a card ends though none was given: staying is the likelier wish. */
export const FinishDialog = (props: {
  number: string
  /** Of the card that its ticket names, if it does. */
  serial: string | undefined
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useCounterTexts()
  const { serial } = props
  const number = isolate(props.number)
  return (
    <Dialog
      title={text(serial === undefined ? 'finishTitleAny' : 'finishTitle', { number })}
      onClose={props.onClose}
      actions={
        <>
          <Button look="primary" onClick={props.onClose}>
            {text('finishStay')}
          </Button>
          <Button onClick={props.onConfirm}>{text('finishWithout')}</Button>
        </>
      }
    >
      <p>
        {serial === undefined
          ? text('finishHintAny')
          : text('finishHint', { serial: isolate(serial) })}
      </p>
    </Dialog>
  )
}

/** Somebody is called back whose card is not there: they come to be talked with, not to get it. */
export const SearchedDialog = (props: {
  number: string
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useCounterTexts()
  return (
    <Dialog
      title={text('searchedTitle', { number: isolate(props.number) })}
      onClose={props.onClose}
      actions={
        <>
          <Button look="primary" onClick={props.onClose}>
            {text('searchedWait')}
          </Button>
          <Button onClick={props.onConfirm}>{text('searchedBack')}</Button>
        </>
      }
    >
      <p>{text('searchedHint')}</p>
    </Dialog>
  )
}
