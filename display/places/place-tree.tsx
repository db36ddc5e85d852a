import './places.css'
import { useEffect, useState } from 'preact/hooks'
import { holdsCards } from '../../src/cards/place-code.ts'
import { withHolders } from '../../src/cards/stocktake.ts'
import type { Problem } from '../shared/api.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { isolate, useLanguage } from '../shared/i18n.ts'
import type { Member } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { type Asked, type Outcome, PlaceDialog } from './place-dialogs.tsx'
import { MakePlaces } from './place-make.tsx'
import { usePlaceTexts } from './place-texts.ts'
import { type Listed, listPlaces } from './places.ts'

interface Level {
  place: (Listed & { former: string[] }) | null
  places: Listed[]
  next: string | null
}

/** One level of the shelves, page after page; read anew when `turn` moves on. */
const useLevel = (centreId: string, holder: string | null, turn: unknown) => {
  const [level, setLevel] = useState<Level | undefined>()
  const [failed, setFailed] = useState<{ holder: string | null; problem: Problem } | undefined>()
  const setProblem = (problem: Problem | undefined): void =>
    setFailed(problem && { holder, problem })
  useEffect(() => {
    const stop = new AbortController()
    void listPlaces(centreId, holder, null, stop.signal).then((answer) => {
      if (stop.signal.aborted) return
      setLevel((before) => (answer.ok ? answer.value : before))
      setProblem(answer.ok ? undefined : answer.problem)
    })
    return () => stop.abort()
  }, [centreId, holder, turn])
  const more = async (after: string): Promise<void> => {
    const answer = await listPlaces(centreId, holder, after)
    setProblem(answer.ok ? undefined : answer.problem)
    if (!answer.ok) return
    const { places, next } = answer.value
    setLevel((before) =>
      before?.next === after ? { ...before, places: [...before.places, ...places], next } : before,
    )
  }
  // Of another place it says nothing here: one that was merged is looked for no more.
  return { level, problem: failed?.holder === holder ? failed.problem : undefined, more }
}

const Path = ({ code, onOpen }: { code: string | null; onOpen: (code: string | null) => void }) => {
  const text = usePlaceTexts()
  if (code === null) return null
  return (
    <nav class="place-path" aria-label={text('path')}>
      <Button look="quiet" onClick={() => onOpen(null)}>
        {text('whole')}
      </Button>
      {withHolders(code).map((one) => (
        <Button
          key={one}
          look="quiet"
          aria-current={one === code ? 'location' : undefined}
          onClick={() => onOpen(one)}
        >
          <bdi class="code" dir="ltr">
            {one}
          </bdi>
        </Button>
      ))}
    </nav>
  )
}

const Fill = ({ place }: { place: Listed }) => {
  const text = usePlaceTexts()
  const language = useLanguage()
  const { cards, capacity, name } = place
  return (
    <>
      <span class="quiet rows__end">{text('fill', { cards, capacity })}</span>
      <meter
        class="shelves__fill"
        min={0}
        max={Math.max(1, capacity)}
        // A slot for one card is full as it should be.
        {...(capacity > 1 && { high: capacity * 0.9 })}
        value={cards}
        aria-label={name[language]}
      />
    </>
  )
}

/** What one may ask about a place; who only works here makes and removes none. */
const buttonsOf = ({ kind }: Listed, isBoss: boolean): Asked[] => {
  const isMoved = kind === 'cabinet' || kind === 'drawer' || kind === 'slot'
  return [
    'label',
    ...(isMoved ? (['move', 'merge'] as const) : []),
    ...(isBoss ? (['edit', 'remove'] as const) : []),
  ]
}

const Opened = (props: {
  place: Listed & { former: string[] }
  isBoss: boolean
  onAsk: (asked: Asked) => void
}) => {
  const text = usePlaceTexts()
  const language = useLanguage()
  const { place, isBoss, onAsk } = props
  return (
    <div class="place-open">
      <p class="place-open__line">
        <bdi class="code found-place" dir="ltr">
          {place.code}
        </bdi>
        <span>{place.name[language]}</span>
        <Fill place={place} />
      </p>
      {place.former.length > 0 && (
        <p class="quiet">{text('former', { codes: place.former.map(isolate).join(' · ') })}</p>
      )}
      <p class="place-open__actions">
        {buttonsOf(place, isBoss).map((asked) => (
          <Button key={asked} onClick={() => onAsk(asked)}>
            {text(asked)}
          </Button>
        ))}
      </p>
    </div>
  )
}

const Said = ({ outcome }: { outcome: Outcome }) => {
  const text = usePlaceTexts()
  return (
    <div class="place-said" role="status">
      {outcome.say !== '' && <p>{outcome.say}</p>}
      {outcome.moves && outcome.moves.length > 0 && (
        <>
          <p>{text('mergedList')}</p>
          <ol class="rows">
            {outcome.moves.map(({ serial, to }) => (
              <li key={serial}>
                <bdi class="code">{serial}</bdi>
                <bdi class="code rows__end" dir="ltr">
                  {to}
                </bdi>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}

/**
 * The shelves of a centre, level by level, with how full each place is, and what can be done with
 * them.
 * @param seen read anew when this changes: the page's live view of the section
 */
export const Places = (props: { centreId: string; member: Member; seen: unknown }) => {
  const text = usePlaceTexts()
  const language = useLanguage()
  const { centreId } = props
  const isBoss = props.member.roles.some((role) => role === 'admin' || role === 'supervisor')
  const [holder, setHolder] = useState<string | null>(null)
  const [turn, setTurn] = useState(0)
  const { level, problem, more } = useLevel(
    centreId,
    holder,
    `${turn} ${JSON.stringify(props.seen)}`,
  )
  const [asked, setAsked] = useState<Asked | undefined>()
  const [outcome, setOutcome] = useState<Outcome | undefined>()
  const again = () => setTurn((count) => count + 1)
  const open = (code: string | null): void => {
    setHolder(code)
    setOutcome(undefined)
  }
  const opened = holder === null ? null : level?.place
  return (
    <>
      <Path code={level?.place?.code ?? holder} onOpen={open} />
      {/* The live view may be quicker than the answer to a question: its place is gone then. */}
      {problem && !asked && <StaffNote problem={problem} onRetry={again} />}
      {outcome && <Said outcome={outcome} />}
      {opened && <Opened place={opened} isBoss={isBoss} onAsk={setAsked} />}
      {!level && !problem && <Waiting />}
      {level && level.places.length === 0 && !(opened && holdsCards(opened.kind)) && (
        <Empty>{text('none')}</Empty>
      )}
      <ul class="shelves">
        {level?.places.map((place) => (
          <li key={place.code}>
            <button type="button" class="row-button" onClick={() => open(place.code)}>
              <bdi class="code" dir="ltr">
                {place.code}
              </bdi>
              <span>{place.name[language]}</span>
              <Fill place={place} />
            </button>
          </li>
        ))}
      </ul>
      {level?.next && <Button onClick={() => void more(level.next ?? '')}>{text('more')}</Button>}
      {isBoss && holder === null && <MakePlaces centreId={centreId} onMade={again} />}
      {asked && opened && (
        <PlaceDialog
          asked={asked}
          centreId={centreId}
          place={opened}
          onClose={() => setAsked(undefined)}
          onDone={(done) => {
            setAsked(undefined)
            setHolder(done.code)
            setOutcome(done)
            again()
          }}
        />
      )}
    </>
  )
}
