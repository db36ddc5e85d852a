import { useState } from 'preact/hooks'
import type { BoxView } from '../../src/cards/box.view.ts'
import { type CentreInfo, openFirst } from '../shared/centre.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { Wrong } from '../shared/staff-field.tsx'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import { useCentreName } from '../shared/staff-page.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { BoxSheet } from './box-sheet.tsx'
import { useBoxTexts } from './box-texts.ts'
import { useCentreNames } from './centre-names.ts'
import { dayAndTime } from './times.ts'
import type { Codes } from './understand.ts'
import { useKept } from './use-kept.ts'
import type { OnWork } from './work.ts'

/** How often the boxes are read again: while they are looked at, and otherwise for their count. */
const SEEN_MS = 5_000
const COUNTED_MS = 30_000

const isComing = (centre: CentreInfo, { to, state }: BoxView): boolean =>
  to === centre.id && state === 'sealed'
const isPacking = (centre: CentreInfo, { from, state }: BoxView): boolean =>
  from === centre.id && state === 'open'

/** The boxes of a centre, and how many there is something to do with: they come, or are packed. */
export const useBoxes = (centre: CentreInfo, isSeen: boolean) => {
  const loaded = useLoaded(
    `boxes ${centre.id}`,
    (signal) =>
      askStaff<{ boxes: BoxView[] }>(`/api/centres/${encodeURIComponent(centre.id)}/boxes`, {
        retries: 1,
        signal,
      }),
    isSeen ? SEEN_MS : COUNTED_MS,
  )
  const open = loaded.value?.boxes.filter((box) => isComing(centre, box) || isPacking(centre, box))
  return { ...loaded, count: open?.length ?? 0 }
}

const Make = ({ centre, onMade }: { centre: CentreInfo; onMade: (id: string) => void }) => {
  const text = useBoxTexts()
  const staff = useStaffTexts()
  const { centres } = useCentreNames()
  const nameOf = useCentreName()
  const actions = useActions()
  const [to, setTo] = useState('')
  const [isWrong, setWrong] = useState(false)
  const others = openFirst(centres?.filter(({ id }) => id !== centre.id) ?? [])
  const make = async (): Promise<void> => {
    setWrong(to === '')
    if (to === '') return
    const path = `/api/centres/${encodeURIComponent(centre.id)}/boxes`
    const answer = await actions.run('make', () => post<BoxView>(path, { to }))
    if (answer?.ok) onMade(answer.value.id)
  }
  if (centres && others.length === 0) return <Empty>{text('noOthers')}</Empty>
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <h2 class="side-title">{text('make')}</h2>
      <div class="form__row">
        <label class="field">
          <span class="field__label">{text('to')}</span>
          <select
            class="field__input"
            value={to}
            onChange={(event) => {
              setTo(event.currentTarget.value)
              setWrong(false)
            }}
          >
            <option value="">{text('choose')}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {nameOf(one)}
              </option>
            ))}
          </select>
          {isWrong && <Wrong>{staff('fillIn')}</Wrong>}
        </label>
        <Button type="submit" look="primary" busy={actions.busy !== null}>
          {text('makeButton')}
        </Button>
      </div>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
    </form>
  )
}

const boxLooks: Record<BoxView['state'], string> = {
  open: 'tag--ok',
  sealed: 'tag--warn',
  closed: '',
}

/** What there is to do with a box here. */
const stepOf = (centre: CentreInfo, { from, state }: Pick<BoxView, 'from' | 'state'>) => {
  if (state === 'open') return 'join'
  return state === 'sealed' && from !== centre.id ? 'receive' : 'show'
}

const Lines = (props: {
  title: string
  empty: string
  boxes: BoxView[]
  centre: CentreInfo
  onOpen: (id: string) => void
}) => {
  const { title, empty, boxes, centre, onOpen } = props
  const text = useBoxTexts()
  const { nameOf } = useCentreNames()
  return (
    <section class="side-part" aria-label={title}>
      <h2 class="side-title">{title}</h2>
      {boxes.length === 0 && <Empty>{empty}</Empty>}
      <ul class="rows">
        {boxes.map(({ id, from, to, state, seal, madeAt, sealedAt, closedAt }) => (
          <li key={id} class="side-line">
            <strong>
              {from === centre.id
                ? text('toCentre', { centre: isolate(nameOf(to)) })
                : text('fromCentre', { centre: isolate(nameOf(from)) })}
            </strong>
            <span class={`tag ${boxLooks[state]}`}>{text(state)}</span>
            <Button class="rows__end" onClick={() => onOpen(id)}>
              {text(stepOf(centre, { from, state }))}
            </Button>
            <span class="side-line__more quiet">
              {seal !== null && <>{text('seal', { seal: isolate(seal) })} · </>}
              {dayAndTime(closedAt ?? sealedAt ?? madeAt, centre.timeZone)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Boxes between centres: those that come, those that are packed, and what became of them. */
export const Boxes = (props: {
  centre: CentreInfo
  codes: Codes
  all: ReturnType<typeof useBoxes>
  waiting: number
  onWork: OnWork
}) => {
  const { centre, codes, all, waiting, onWork } = props
  const text = useBoxTexts()
  const [opened, setOpened] = useKept(`dawr-post-box-${centre.id}`)
  if (opened !== null)
    return (
      <BoxSheet
        key={opened}
        id={opened}
        centre={centre}
        codes={codes}
        waiting={waiting}
        onWork={onWork}
        onLeave={() => {
          setOpened(null)
          all.reload()
        }}
      />
    )
  const boxes = all.value?.boxes
  const parts = [
    ['coming', 'nothingComing', (box: BoxView) => isComing(centre, box)],
    ['packing', 'nothingPacked', (box: BoxView) => isPacking(centre, box)],
    // One that another centre still packs is none of ours yet.
    ['past', 'noPast', (box: BoxView) => !isComing(centre, box) && box.state !== 'open'],
  ] as const
  return (
    <div class="side">
      <Make centre={centre} onMade={setOpened} />
      {all.problem && <StaffNote problem={all.problem} onRetry={all.reload} />}
      {!boxes && !all.problem && <Waiting />}
      {boxes &&
        parts.map(([title, empty, belongs]) => (
          <Lines
            key={title}
            title={text(title)}
            empty={text(empty)}
            boxes={boxes.filter(belongs)}
            centre={centre}
            onOpen={setOpened}
          />
        ))}
    </div>
  )
}
