import { useState } from 'preact/hooks'
import type { SearchList } from '../../src/cards/search.view.ts'
import { durationText } from '../../src/duration.ts'
import type { PickView, PostView } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Dialog, Empty, TicketNumber } from '../shared/components.tsx'
import { useNow } from '../shared/hooks.ts'
import { isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { since } from '../shared/span.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import type { Words } from './outcomes.ts'
import { SearchPlaces } from './search-list.tsx'
import { useSearchTexts } from './search-texts.ts'
import { usePostTexts } from './texts.ts'
import type { Codes } from './understand.ts'
import type { Bench } from './use-bench.ts'

const MIN_MS = 60_000
const TICK_MS = 10_000

const stateWords = {
  open: 'pickOpen',
  picked: 'pickPicked',
  cancelled: 'pickBack',
  not_found: 'notFound',
  done: 'pickPicked',
} as const
const looks = {
  open: 'tag--warn',
  picked: 'tag--ok',
  cancelled: '',
  not_found: 'tag--bad',
  done: '',
}

const Pick = (props: {
  pick: PickView
  now: Date
  /** It lies in quarantine: it cannot be given, and is not to be fetched. */
  isKeptBack: boolean
  isBusy: boolean
  onFetched: () => void
  onNotFound: () => void
}) => {
  const text = usePostTexts()
  const language = useLanguage()
  const { pick, now, isKeptBack } = props
  const minutes = Math.max(0, Math.floor(since(pick.createdAt, now) / MIN_MS))
  const where =
    pick.state === 'cancelled'
      ? text('gone')
      : pick.counter === null
        ? text('waits')
        : text('atCounter', { counter: isolate(pick.counter) })
  return (
    <li class={`pick pick--${pick.state} ${pick.counter === null ? '' : 'pick--called'}`}>
      <span class="pick__place">
        <bdi dir="ltr">{pick.place}</bdi>
      </span>
      <div class="pick__facts">
        <p class="pick__line">
          <TicketNumber class="pick__number">{pick.number}</TicketNumber>
          <bdi class="code">{pick.serial}</bdi>
          <span class={`tag ${isKeptBack ? 'tag--bad' : looks[pick.state]}`}>
            {text(isKeptBack ? 'pickQuarantined' : stateWords[pick.state])}
          </span>
        </p>
        <p class="quiet">
          {where} ·{' '}
          {minutes === 0
            ? text('justNow')
            : text('sinceTime', { time: isolate(durationText(minutes, language)) })}
        </p>
      </div>
      {pick.state === 'open' && (
        <div class="pick__actions">
          {!isKeptBack && (
            <Button look="primary" busy={props.isBusy} onClick={props.onFetched}>
              {text('fetchedButton')}
            </Button>
          )}
          <Button look="danger" busy={props.isBusy} onClick={props.onNotFound}>
            {text('notFound')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** The walks that fetch cards, in their order, then what cannot be given, and last what is in hand. */
const stretchesOf = (
  { picks, walks }: PostView,
  { quarantine }: Codes,
): { section: string | null; picks: PickView[] }[] => {
  const known = new Map(picks.map((pick) => [pick.id, pick]))
  const fetching = walks
    .toSorted(
      (one, other) => Number(quarantine.has(one.section)) - Number(quarantine.has(other.section)),
    )
    .map((walk) => ({
      section: walk.section,
      picks: walk.picks.flatMap((id) => known.get(id) ?? []),
    }))
  const rest = picks.filter(({ state }) => state !== 'open')
  return rest.length > 0 ? [...fetching, { section: null, picks: rest }] : fetching
}

type Missed = PickView & { search: SearchList }

/** What to fetch, walk by walk, each card with its slot; the oldest begins each walk. */
export const Picks = (props: {
  view: PostView
  centre: CentreInfo
  codes: Codes
  bench: Bench
}) => {
  const text = usePostTexts()
  const words = useSearchTexts()
  const shared = useShared()
  const now = useNow(TICK_MS)
  const actions = useActions()
  const { view, centre, codes, bench } = props
  const [asked, setAsked] = useState<PickView | undefined>()
  const [missed, setMissed] = useState<Missed | undefined>()
  const isKeptBack = ({ place }: PickView): boolean => codes.quarantine.has(place)
  const toFetch = view.picks.filter((pick) => pick.state === 'open' && !isKeptBack(pick)).length
  const titleOf = (section: string | null): string => {
    if (section === null) return words('inHand')
    return codes.quarantine.has(section)
      ? words('quarantine', { place: isolate(section) })
      : words('walk', { section: isolate(section) })
  }
  const miss = async (pick: PickView): Promise<void> => {
    setAsked(undefined)
    const answer = await actions.run('not-found', () =>
      post<Missed>(`/api/picks/${encodeURIComponent(pick.id)}/not-found`),
    )
    if (!answer?.ok) return
    const serial = isolate(pick.serial)
    const title: Words = (say) => say('notFoundSaid', { serial })
    bench.tell({ tone: 'bad', title, code: pick.place, details: [] })
    setMissed(answer.value)
  }
  return (
    <section class="picks">
      <h2 class="picks__title">
        {text('picks')} <span class="tag">{numberText(toFetch)}</span>{' '}
        <span class="field__hint">{text('picksHint')}</span>
      </h2>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {view.picks.length === 0 && <Empty>{text('noPicks')}</Empty>}
      {stretchesOf(view, codes).map(({ section, picks }) => (
        <section key={picks[0]?.id ?? ''} class="walk">
          <h3 class="walk__title">
            {titleOf(section)}{' '}
            <span class="quiet">{words('walkCount', { count: picks.length })}</span>
          </h3>
          <ul class="picks__list">
            {picks.map((pick) => (
              <Pick
                key={pick.id}
                pick={pick}
                now={now}
                isKeptBack={isKeptBack(pick)}
                isBusy={actions.busy !== null || bench.isBusy}
                onFetched={() => bench.fetched(pick)}
                onNotFound={() => setAsked(pick)}
              />
            ))}
          </ul>
        </section>
      ))}
      {asked && (
        <Dialog
          title={text('notFoundTitle', {
            serial: isolate(asked.serial),
            place: isolate(asked.place),
          })}
          onClose={() => setAsked(undefined)}
          actions={
            <>
              <Button look="danger" onClick={() => void miss(asked)}>
                {text('notFoundConfirm')}
              </Button>
              <Button onClick={() => setAsked(undefined)}>{shared('cancel')}</Button>
            </>
          }
        >
          <p>{text('notFoundHint')}</p>
        </Dialog>
      )}
      {missed && (
        <Dialog
          title={words('searchTitle', { serial: isolate(missed.serial) })}
          onClose={() => setMissed(undefined)}
          actions={<Button onClick={() => setMissed(undefined)}>{words('done')}</Button>}
        >
          <SearchPlaces list={missed.search} timeZone={centre.timeZone} />
        </Dialog>
      )}
    </section>
  )
}
