import { useState } from 'preact/hooks'
import type { CardView } from '../../src/cards/card.view.ts'
import type { DisposalKind } from '../../src/cards/disposal.ts'
import type { DisposalView } from '../../src/cards/disposal.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff, type Member, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import { listLooks, listState } from './list-state.ts'
import { dayAndTime } from './times.ts'
import { UncollectedSheet } from './uncollected-sheet.tsx'
import { useUncollectedTexts } from './uncollected-texts.ts'
import type { Codes } from './understand.ts'
import { useKept } from './use-kept.ts'
import type { OnWork } from './work.ts'

/** How often they are read again: while they are looked at, and otherwise for their count. */
const SEEN_MS = 10_000
const COUNTED_MS = 60_000
/** As many as the server takes by name; all that are due need no names. */
const NAMED_MAX = 250

/** Cards past their time, the lists of them, and of how many there is something to do with. */
export const useUncollected = (centre: CentreInfo, isSeen: boolean) => {
  const base = `/api/centres/${encodeURIComponent(centre.id)}`
  const everyMs = isSeen ? SEEN_MS : COUNTED_MS
  const due = useLoaded(
    `due ${centre.id}`,
    (signal) => askStaff<{ cards: CardView[] }>(`${base}/cards/due`, { retries: 1, signal }),
    everyMs,
  )
  const lists = useLoaded(
    `disposals ${centre.id}`,
    (signal) =>
      askStaff<{ disposals: DisposalView[] }>(`${base}/disposals`, { retries: 1, signal }),
    everyMs,
  )
  const open = lists.value?.disposals.filter(({ state }) => state !== 'closed')
  return { due, lists, count: (due.value?.cards.length ?? 0) + (open?.length ?? 0) }
}

/** The cards that are past their time, and the making of a list of them, or of some. */
const Due = (props: {
  centre: CentreInfo
  cards: CardView[]
  onMade: (id: string, notDue: number) => void
}) => {
  const { centre, cards, onMade } = props
  const text = useUncollectedTexts()
  const actions = useActions()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const named = cards.map(({ serial }) => serial).filter((serial) => chosen.has(serial))
  const make = async (kind: DisposalKind): Promise<void> => {
    const serials = named.length > 0 ? { serials: named.slice(0, NAMED_MAX) } : {}
    const path = `/api/centres/${encodeURIComponent(centre.id)}/disposals`
    const answer = await actions.run(kind, () =>
      post<DisposalView & { notDue: string[] }>(path, { kind, ...serials }),
    )
    if (answer?.ok) onMade(answer.value.id, answer.value.notDue.length)
  }
  const toggle = (serial: string): void => {
    const next = new Set(chosen)
    if (!next.delete(serial)) next.add(serial)
    setChosen(next)
  }
  if (cards.length === 0) return <Empty>{text('nothingDue')}</Empty>
  return (
    <>
      <ul class="rows side-scroll">
        {cards.map(({ serial, place, readyAt }) => (
          <li key={serial} class="side-line">
            <label class="check">
              <input type="checkbox" checked={chosen.has(serial)} onChange={() => toggle(serial)} />
              <bdi class="code">{serial}</bdi>
            </label>
            <span class="quiet">
              {readyAt !== null && text('readySince', { at: dayAndTime(readyAt, centre.timeZone) })}
            </span>
            <span class="rows__end">
              <bdi class="code">{place}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p class="quiet">
        {named.length > 0 ? text('ofSome', { count: named.length }) : text('ofAll')}
      </p>
      <div class="side-actions">
        <Button look="primary" busy={actions.busy !== null} onClick={() => void make('return')}>
          {text('makeReturn')}
        </Button>
        <Button busy={actions.busy !== null} onClick={() => void make('destroy')}>
          {text('makeDestroy')}
        </Button>
      </div>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
    </>
  )
}

const Line = (props: { list: DisposalView; timeZone: string; onOpen: () => void }) => {
  const text = useUncollectedTexts()
  const { kind, state, scanned, listed, madeBy, madeAt } = props.list
  const stands = listState(props.list)
  return (
    <li class="side-line">
      <strong>{text(kind)}</strong>
      <span class={`tag ${listLooks[stands]}`}>{text(stands)}</span>
      <Button class="rows__end" onClick={props.onOpen}>
        {text(state === 'closed' ? 'show' : 'join')}
      </Button>
      <span class="side-line__more quiet">
        {text('of', { scanned, listed })} ·{' '}
        {text('madeBy', {
          name: isolate(madeBy ?? text('someone')),
          at: dayAndTime(madeAt, props.timeZone),
        })}
      </span>
    </li>
  )
}

const Lists = (props: {
  lists: DisposalView[]
  centre: CentreInfo
  onOpen: (id: string) => void
}) => {
  const text = useUncollectedTexts()
  if (props.lists.length === 0) return <Empty>{text('noLists')}</Empty>
  return (
    <ul class="rows">
      {props.lists.map((list) => (
        <Line
          key={list.id}
          list={list}
          timeZone={props.centre.timeZone}
          onOpen={() => props.onOpen(list.id)}
        />
      ))}
    </ul>
  )
}

/** What is past its time, and the lists by which it is sent back or destroyed. */
export const Uncollected = (props: {
  centre: CentreInfo
  member: Member
  codes: Codes
  all: ReturnType<typeof useUncollected>
  waiting: number
  onWork: OnWork
}) => {
  const { centre, member, codes, waiting, onWork } = props
  const { due, lists } = props.all
  const text = useUncollectedTexts()
  const [opened, setOpened] = useKept(`dawr-post-list-${centre.id}`)
  const [notDue, setNotDue] = useState(0)
  if (opened !== null)
    return (
      <UncollectedSheet
        key={opened}
        id={opened}
        notDue={notDue}
        centre={centre}
        member={member}
        codes={codes}
        waiting={waiting}
        onWork={onWork}
        onLeave={() => {
          setOpened(null)
          setNotDue(0)
          due.reload()
          lists.reload()
        }}
      />
    )
  const problem = due.problem ?? lists.problem
  return (
    <div class="side">
      <h2 class="side-title">{text('due')}</h2>
      <p class="quiet">{text('dueHint')}</p>
      {problem && <StaffNote problem={problem} onRetry={due.reload} />}
      {!due.value && !due.problem && <Waiting />}
      {due.value && (
        <Due
          centre={centre}
          cards={due.value.cards}
          onMade={(id, left) => {
            setNotDue(left)
            setOpened(id)
          }}
        />
      )}
      <h2 class="side-title">{text('lists')}</h2>
      {lists.value && <Lists lists={lists.value.disposals} centre={centre} onOpen={setOpened} />}
    </div>
  )
}
