import { useState } from 'preact/hooks'
import type { PickView } from '../../src/live/events.ts'
import { Button, Dialog, Empty, TicketNumber } from '../shared/components.tsx'
import { useNow } from '../shared/hooks.ts'
import { isolate, useShared } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { since } from '../shared/span.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import type { Words } from './outcomes.ts'
import { usePostTexts } from './texts.ts'
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
  isBusy: boolean
  onFetched: () => void
  onNotFound: () => void
}) => {
  const text = usePostTexts()
  const { pick, now } = props
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
          <span class={`tag ${looks[pick.state]}`}>{text(stateWords[pick.state])}</span>
        </p>
        <p class="quiet">
          {where} ·{' '}
          {text('sinceMinutes', {
            count: Math.max(0, Math.floor(since(pick.createdAt, now) / MIN_MS)),
          })}
        </p>
      </div>
      {pick.state === 'open' && (
        <div class="pick__actions">
          <Button look="primary" busy={props.isBusy} onClick={props.onFetched}>
            {text('fetchedButton')}
          </Button>
          <Button look="danger" busy={props.isBusy} onClick={props.onNotFound}>
            {text('notFound')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** What to fetch, oldest first, each with its slot. */
export const Picks = ({ picks, bench }: { picks: PickView[]; bench: Bench }) => {
  const text = usePostTexts()
  const shared = useShared()
  const now = useNow(TICK_MS)
  const actions = useActions()
  const [asked, setAsked] = useState<PickView | undefined>()
  const toFetch = picks.filter(({ state }) => state === 'open').length
  const miss = async (pick: PickView): Promise<void> => {
    setAsked(undefined)
    const answer = await actions.run('not-found', () =>
      post<PickView>(`/api/picks/${encodeURIComponent(pick.id)}/not-found`),
    )
    if (!answer?.ok) return
    const serial = isolate(pick.serial)
    const title: Words = (words) => words('notFoundSaid', { serial })
    bench.tell({ tone: 'bad', title, code: pick.place, details: [] })
  }
  return (
    <section class="picks">
      <h2 class="picks__title">
        {text('picks')} <span class="tag">{toFetch}</span>{' '}
        <span class="field__hint">{text('picksHint')}</span>
      </h2>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {picks.length === 0 && <Empty>{text('noPicks')}</Empty>}
      <ul class="picks__list">
        {picks.map((pick) => (
          <Pick
            key={pick.id}
            pick={pick}
            now={now}
            isBusy={actions.busy !== null || bench.isBusy}
            onFetched={() => bench.fetched(pick)}
            onNotFound={() => setAsked(pick)}
          />
        ))}
      </ul>
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
    </section>
  )
}
