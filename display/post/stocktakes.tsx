import { useState } from 'preact/hooks'
import type { StocktakeView } from '../../src/cards/stocktake.view.ts'
import type { PostView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { askStaff, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { CheckedForm, Field, useFormCheck } from '../shared/staff-field.tsx'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import { StocktakeSheet, stateLooks } from './stocktake-sheet.tsx'
import { useStocktakeTexts } from './stocktake-texts.ts'
import { dayAndTime } from './times.ts'
import type { Codes } from './understand.ts'
import { useKept } from './use-kept.ts'
import type { OnWork } from './work.ts'

const AGAIN_MS = 5_000

const Begin = (props: {
  centre: CentreInfo
  sections: PostView['sections']
  onBegun: (id: string) => void
}) => {
  const { centre, sections, onBegun } = props
  const text = useStocktakeTexts()
  const language = useLanguage()
  const actions = useActions()
  const checked = useFormCheck()
  const [place, setPlace] = useState('')
  const begin = async (): Promise<void> => {
    const path = `/api/centres/${encodeURIComponent(centre.id)}/stocktakes`
    const answer = await actions.run('begin', () => post<StocktakeView>(path, { place }))
    if (answer?.ok) onBegun(answer.value.id)
  }
  return (
    <CheckedForm check={checked} onFilled={() => void begin()}>
      <h2 class="side-title">{text('begin')}</h2>
      <fieldset class="plain-set">
        <legend class="visually-hidden">{text('sections')}</legend>
        <div class="side-choices">
          {sections.map(({ section, name }) => (
            <Button
              key={section}
              aria-pressed={place === section}
              look={place === section ? 'primary' : 'plain'}
              onClick={() => setPlace(section)}
            >
              <bdi>{name[language]}</bdi>
            </Button>
          ))}
        </div>
      </fieldset>
      <div class="form__row">
        <Field
          label={text('place')}
          name="place"
          class="code"
          data-takes-scan
          dir="ltr"
          required
          maxLength={32}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          value={place}
          onInput={(event) => setPlace(event.currentTarget.value)}
          isWrong={checked.isWrong('place')}
        />
        <Button type="submit" look="primary" busy={actions.busy !== null}>
          {text('beginButton')}
        </Button>
      </div>
      <p class="field__hint">{text('beginHint')}</p>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
    </CheckedForm>
  )
}

const Line = (props: { one: StocktakeView; timeZone: string; onOpen: () => void }) => {
  const text = useStocktakeTexts()
  const { place, state, startedBy, startedAt, closedAt, progress } = props.one
  const name = isolate(startedBy ?? text('someone'))
  return (
    <li class="side-line">
      <bdi class="code side-line__name">{place}</bdi>
      <span class={`tag ${stateLooks[state]}`}>{text(state)}</span>
      <Button class="rows__end" onClick={props.onOpen}>
        {text(closedAt === null ? 'join' : 'show')}
        <span class="visually-hidden">{place}</span>
      </Button>
      <span class="side-line__more quiet">
        {text('of', { ...progress })} ·{' '}
        {progress.others > 0 && `${text('others', { ...progress })} · `}
        {text('begunBy', { name, at: dayAndTime(startedAt, props.timeZone) })}
      </span>
    </li>
  )
}

/** Stocktakes: one that is opened, or all of them with the beginning of another. */
export const Stocktakes = (props: {
  centre: CentreInfo
  sections: PostView['sections']
  codes: Codes
  waiting: number
  onWork: OnWork
}) => {
  const { centre, sections, codes, waiting, onWork } = props
  const text = useStocktakeTexts()
  const [opened, setOpened] = useKept(`dawr-post-stocktake-${centre.id}`)
  const all = useLoaded(
    `stocktakes ${centre.id}`,
    (signal) =>
      askStaff<{ stocktakes: StocktakeView[] }>(
        `/api/centres/${encodeURIComponent(centre.id)}/stocktakes`,
        { retries: 1, signal },
      ),
    AGAIN_MS,
  )
  // What is under way comes first.
  const known = all.value?.stocktakes.toSorted(
    (one, other) => Number(one.closedAt !== null) - Number(other.closedAt !== null),
  )
  if (opened !== null)
    return (
      <StocktakeSheet
        key={opened}
        id={opened}
        timeZone={centre.timeZone}
        codes={codes}
        waiting={waiting}
        onWork={onWork}
        onLeave={() => {
          setOpened(null)
          all.reload()
        }}
      />
    )
  return (
    <div class="side">
      <Begin centre={centre} sections={sections} onBegun={setOpened} />
      <h2 class="side-title">{text('past')}</h2>
      {all.problem && <StaffNote problem={all.problem} onRetry={all.reload} />}
      {!all.value && !all.problem && <Waiting />}
      {known?.length === 0 && <Empty>{text('none')}</Empty>}
      <ul class="rows">
        {known?.map((one) => (
          <Line
            key={one.id}
            one={one}
            timeZone={centre.timeZone}
            onOpen={() => setOpened(one.id)}
          />
        ))}
      </ul>
    </div>
  )
}
