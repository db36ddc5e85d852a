import { useState } from 'preact/hooks'
import { isCitizenId, readCode } from '../../src/cards/card.ts'
import type { CardView, CustodyView } from '../../src/cards/card.view.ts'
import type { Problem } from '../shared/api.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Empty } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { isolate } from '../shared/i18n.ts'
import type { Member } from '../shared/session.ts'
import { useFading } from '../shared/staff-fading.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { actionWords } from './action-words.ts'
import { type CardQuery, type CardWithLog, cardsIn, cardWithLog, findCards } from './cards.ts'
import { Handover, mayReadHandovers } from './handover.tsx'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'
import { type Codes, codeKind } from './understand.ts'

/** One field for all: nine digits are a citizen id, a place is known by its shape. */
const queryFrom = (asked: string, codes: Codes): CardQuery | null => {
  const digits = western(asked).trim()
  if (isCitizenId(digits)) return { citizenId: digits }
  const code = readCode(digits)
  if (code === null) return null
  const kind = codeKind(code, codes)
  return kind === null || kind === 'ticket' ? { serial: code } : { place: code }
}

const stateLooks: Record<CardView['state'], string> = {
  expected: '',
  received: 'tag--warn',
  shelved: 'tag--ok',
  picked: 'tag--ok',
  handed_over: '',
  missing: 'tag--bad',
  damaged: 'tag--bad',
  wrong_centre: 'tag--warn',
  expired: '',
}

const CardLine = ({ card }: { card: CardView }) => {
  const text = usePostTexts()
  return (
    <>
      <bdi class="code">{card.serial}</bdi>
      <span class={`tag ${stateLooks[card.state]}`}>{text(`state_${card.state}`)}</span>
      {card.blocked && <span class="tag tag--bad">{text('blocked')}</span>}
      <span class="rows__end">
        {card.place === null ? text('noPlace') : <bdi class="code found-place">{card.place}</bdi>}
      </span>
    </>
  )
}

/** Where a step went, in words: a card is fetched from its slot, though it keeps it. */
const Way = ({ action, from, to }: CustodyView) => {
  const text = usePostTexts()
  if (from === null && to === null) return null
  const isFrom = to === null || action === 'picked'
  if (isFrom) return <span>{text('fromPlace', { place: isolate(from ?? to ?? '') })}</span>
  const places = from === null || from === to ? [to] : [from, to]
  return (
    <bdi class="code" dir="ltr">
      {places.join(' → ')}
    </bdi>
  )
}

const Entry = ({ entry, timeZone }: { entry: CustodyView; timeZone: string }) => {
  const text = usePostTexts()
  const { action, at, staff } = entry
  return (
    <li>
      <strong>{actionWords(action, text)}</strong>
      <Way {...entry} />
      <span class="quiet rows__end">
        {staff !== null && (
          <>
            <bdi>{staff}</bdi> ·{' '}
          </>
        )}
        <time dateTime={at}>{dayAndTime(at, timeZone)}</time>
      </span>
    </li>
  )
}

const Log = (props: { card: CardWithLog; timeZone: string; member: Member }) => {
  const { card, timeZone, member } = props
  const text = usePostTexts()
  return (
    <div class="card-log">
      <p class="card-log__head">
        <CardLine card={card} />
      </p>
      {card.state === 'handed_over' && mayReadHandovers(member) && (
        <Handover key={card.serial} serial={card.serial} timeZone={timeZone} />
      )}
      <h3>{text('log')}</h3>
      <ol class="rows">
        {card.custody.map((entry) => (
          <Entry key={`${entry.at} ${entry.action}`} entry={entry} timeZone={timeZone} />
        ))}
      </ol>
    </div>
  )
}

const useFind = (centreId: string, codes: Codes) => {
  const [cards, setCards] = useState<CardView[] | undefined>()
  const [place, setPlace] = useState<string | null>(null)
  const [open, setOpen] = useState<CardWithLog | undefined>()
  const [problem, setProblem] = useState<Problem | undefined>()
  const [isBusy, setBusy] = useState(false)
  useFading(problem, () => setProblem(undefined))
  const show = async (serial: string): Promise<void> => {
    setBusy(true)
    const answer = await cardWithLog(serial)
    setBusy(false)
    setOpen(answer.ok ? answer.value : undefined)
    setProblem(answer.ok ? undefined : answer.problem)
  }
  const find = async (asked: string): Promise<void> => {
    const query = queryFrom(asked, codes)
    setOpen(undefined)
    setPlace(query && 'place' in query ? query.place : null)
    if (!query) return setCards([])
    setBusy(true)
    const answer = await ('place' in query
      ? cardsIn(centreId, query.place)
      : findCards(centreId, query))
    setBusy(false)
    setCards(answer.ok ? answer.value.cards : undefined)
    setProblem(answer.ok ? undefined : answer.problem)
    const [only, ...others] = answer.ok ? answer.value.cards : []
    if (only && others.length === 0) await show(only.serial)
  }
  return { cards, place, open, problem, isBusy, find, show, back: () => setOpen(undefined) }
}

/** Where is a card? By serial, owner or place. */
export const Find = (props: { centre: CentreInfo; member: Member; codes: Codes }) => {
  const text = usePostTexts()
  const { centre, member, codes } = props
  const { cards, place, open, problem, isBusy, find, show, back } = useFind(centre.id, codes)
  const [asked, setAsked] = useState('')
  return (
    <>
      <form
        class="form__row"
        onSubmit={(event) => {
          event.preventDefault()
          if (asked.trim() !== '') void find(asked)
        }}
      >
        <label class="field">
          <span class="field__label">{text('searchField')}</span>
          <input
            class="field__input"
            dir="ltr"
            autoComplete="off"
            spellcheck={false}
            maxLength={64}
            data-takes-scan
            value={asked}
            onInput={(event) => setAsked(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" busy={isBusy}>
          {text('find')}
        </Button>
      </form>
      <div class="found-cards" role="status">
        {problem && <StaffNote problem={problem} />}
        {cards?.length === 0 && (
          <Empty>
            {place === null ? text('noneFound') : text('placeEmpty', { place: isolate(place) })}
          </Empty>
        )}
        {place !== null && cards && cards.length > 0 && (
          <h3>{text('liesIn', { place: isolate(place) })}</h3>
        )}
        {open && cards && cards.length > 1 && (
          <Button look="quiet" onClick={back}>
            {text('backToList')}
          </Button>
        )}
        {open && <Log card={open} timeZone={centre.timeZone} member={member} />}
        {!open && cards && cards.length > 0 && (
          <>
            <p class="quiet">{text('foundCount', { count: cards.length })}</p>
            <ul class="rows">
              {cards.map((card) => (
                <li key={card.serial}>
                  <button type="button" class="row-button" onClick={() => void show(card.serial)}>
                    <CardLine card={card} />
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  )
}
