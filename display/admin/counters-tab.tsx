import { useState } from 'preact/hooks'
import { Button, Empty } from '../shared/components.tsx'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { Field } from '../shared/staff-field.tsx'
import { holds, lookFor } from './look-again.ts'
import { Check, Checks, RowButton } from './parts.tsx'
import { type CounterRow, type Part, pathOf, put, type Setup, wrongIn } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { useSetupTexts } from './setup-texts.ts'

const emptyCounter: CounterRow = {
  id: '',
  label: '',
  section: null,
  capabilities: [],
  active: true,
  state: 'closed',
}

const filledFrom = ({ label, section, capabilities, active }: CounterRow) => ({
  label,
  section: section ?? '',
  capabilities,
  active,
})

const CounterForm = (props: {
  setup: Setup
  counter: CounterRow
  onSaved: (id: string) => void
}) => {
  const { setup, counter } = props
  const text = useSetupTexts()
  const language = useLanguage()
  const form = useSetupForm(
    filledFrom(counter),
    `${setup.id} counter ${counter.id}`,
    counter.id === ''
      ? text('newCounter')
      : text('counterTitle', { label: isolate(counter.label) }),
  )
  const isNew = counter.id === ''
  const { now, set, isWrong } = form
  const labelWrong = wrongIn(form.problem, 'label', 'label_taken')
  const save = async (): Promise<void> => {
    const section = now.section === '' ? null : now.section
    const body = { ...now, label: now.label.trim(), section }
    const isOld = (id: string) => setup.counters.some((one) => one.id === id)
    const answer = await form.send(
      () =>
        isNew
          ? post<CounterRow>(pathOf(setup.id, 'counters'), body)
          : put<CounterRow>(`/api/counters/${encodeURIComponent(counter.id)}`, body),
      lookFor(pathOf(setup.id, 'setup'), (read: Setup) =>
        read.counters.find(
          (one) => (isNew ? !isOld(one.id) : one.id === counter.id) && holds(one, body),
        ),
      ),
    )
    if (!answer) return
    if (isNew) form.restart()
    props.onSaved(answer.value.id)
  }
  return (
    <section class="setup__side">
      <h2 class="setup__title">
        {isNew ? text('newCounter') : text('counterTitle', { label: isolate(counter.label) })}
      </h2>
      <SetupForm form={form} onFilled={() => void save()}>
        <div class="form__row">
          <Field
            label={text('label')}
            name="label"
            dir="auto"
            value={now.label}
            maxLength={20}
            required
            hint={text('labelHint')}
            {...(labelWrong !== undefined && { wrong: labelWrong })}
            isWrong={isWrong('label') || labelWrong !== undefined}
            onInput={(event) => set('label', event.currentTarget.value)}
          />
          <label class="field">
            <span class="field__label">{text('section')}</span>
            <select
              class="field__input"
              value={now.section}
              onChange={(event) => set('section', event.currentTarget.value)}
            >
              <option value="">{text('noSection')}</option>
              {setup.sections.map((section) => (
                <option key={section} value={section}>
                  {section}
                </option>
              ))}
            </select>
            <span class="field__hint">{text('sectionHint')}</span>
          </label>
        </div>
        <Checks
          legend={text('capabilities')}
          all={setup.services
            .filter(({ id, active }) => active || now.capabilities.includes(id))
            .map(({ id, name }) => ({ id, label: name[language] }))}
          chosen={now.capabilities}
          onChange={(chosen) => set('capabilities', chosen)}
        />
        <Check
          label={text('inUse')}
          hint={text('counterInUseHint')}
          isOn={now.active}
          onChange={(isOn) => set('active', isOn)}
        />
        <SaveBar form={form} isAtField={labelWrong !== undefined} isNew={isNew} />
      </SetupForm>
    </section>
  )
}

/** The counters, and the one that is looked at. */
export const CountersTab = ({ setup, onChanged }: Part) => {
  const text = useSetupTexts()
  const language = useLanguage()
  const [chosen, setChosen] = useState<string | null>(setup.counters[0]?.id ?? null)
  const counter = setup.counters.find(({ id }) => id === chosen)
  const nameOf = (id: string) => setup.services.find((one) => one.id === id)?.name[language] ?? id
  /** What it can do, as short as the hall says it. */
  const lettersOf = (ids: readonly string[]): string =>
    setup.services.flatMap(({ id, prefix }) => (ids.includes(id) ? prefix : [])).join(' · ')
  const inOrder = setup.counters.toSorted(
    (a, b) =>
      Number(b.active) - Number(a.active) ||
      a.label.localeCompare(b.label, undefined, { numeric: true }),
  )
  return (
    <div class="setup">
      <div class="setup__list">
        <div class="setup__head">
          <p class="quiet">{text('countersHint')}</p>
          <Button onClick={() => setChosen('')}>{text('newCounter')}</Button>
        </div>
        {inOrder.length === 0 && <Empty>{text('noCounters')}</Empty>}
        <ul class="setup-rows">
          {inOrder.map((row) => (
            <li key={row.id}>
              <RowButton
                form={`${setup.id} counter ${row.id}`}
                isChosen={row.id === chosen}
                onChoose={() => setChosen(row.id)}
              >
                <span class="setup-letter">
                  <bdi>{row.label}</bdi>
                </span>
                <span class="setup-row__words">
                  <span class="visually-hidden">
                    {row.capabilities.map(nameOf).join(language === 'ar' ? '، ' : ', ')}
                  </span>
                  <bdi dir="ltr" class="setup-letters" aria-hidden="true">
                    {lettersOf(row.capabilities)}
                  </bdi>
                </span>
                <span class="setup-row__end">
                  {row.section !== null && (
                    <span class="tag">{text('inSection', { section: isolate(row.section) })}</span>
                  )}
                  {row.active ? (
                    <span class={`tag ${row.state === 'open' ? 'tag--ok' : ''}`}>
                      {text(row.state)}
                    </span>
                  ) : (
                    <span class="tag">{text('outOfUse')}</span>
                  )}
                </span>
              </RowButton>
            </li>
          ))}
        </ul>
      </div>
      {chosen === '' && (
        <CounterForm
          key="new"
          setup={setup}
          counter={emptyCounter}
          onSaved={(id) => {
            onChanged()
            setChosen(id)
          }}
        />
      )}
      {counter && (
        <CounterForm key={counter.id} setup={setup} counter={counter} onSaved={onChanged} />
      )}
    </div>
  )
}
