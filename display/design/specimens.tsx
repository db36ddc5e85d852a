import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { pictograms } from '../../src/centres/pictogram.ts'
import { Both } from '../shared/both.tsx'
import {
  Button,
  CounterLabel,
  Dot,
  Empty,
  LanguageSwitch,
  Mark,
  Panel,
  ProblemNote,
  Question,
  TicketNumber,
  Toast,
  Waiting,
} from '../shared/components.tsx'
import { ConnectionMark } from '../shared/connection-mark.tsx'
import { DateField } from '../shared/date-field.tsx'
import { Field } from '../shared/field.tsx'
import { PairingCode } from '../shared/pairing-code.tsx'
import { OnlineSign, Pictogram, ServiceSign } from '../shared/pictogram.tsx'
import { QrCode } from '../shared/qr-code.tsx'
import { SecondPersonFields } from '../shared/second-person.tsx'
import { Field as CheckedField, CheckedForm, useFormCheck, Wrong } from '../shared/staff-field.tsx'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import { Tabs } from '../shared/tabs.tsx'
import { Bring, Hall, Opening } from './centre-specimens.tsx'
import { Calls, Kiosk, Reports } from './page-specimens.tsx'
import { Scanning, Setting } from './staff-specimens.tsx'
import { textsIn, useTexts } from './texts.ts'
import { Motion, Spacing } from './token-specimens.tsx'
import { AtCounter, InCharge, Visit } from './visit-specimens.tsx'

const nothing = (): void => undefined

const Row = (props: { children: ComponentChildren }) => (
  <div class="design__row">{props.children}</div>
)

const sizes = ['small', 'body', 'large', 'title', 'display', 'huge'] as const
const grounds = ['ground', 'surface', 'surface-quiet', 'accent-soft', 'accent', 'banner'] as const
const signs = ['ok', 'ok-soft', 'warn-soft', 'bad', 'bad-soft', 'call', 'call-soft'] as const

const Type = () => {
  const text = useTexts()
  return (
    <Panel title={text('type')}>
      {sizes.map((size) => (
        <p key={size} class={`design__type design__type--${size}`}>
          {text('sample')}
        </p>
      ))}
    </Panel>
  )
}

const Colours = () => {
  const text = useTexts()
  return (
    <Panel title={text('colours')}>
      <Row>
        {[...grounds, ...signs].map((name) => (
          <code key={name} class={`design__colour design__colour--${name}`} dir="ltr">
            {name}
          </code>
        ))}
      </Row>
    </Panel>
  )
}

const Buttons = () => {
  const text = useTexts()
  return (
    <Panel title={text('buttons')}>
      <Row>
        <Button>{text('plain')}</Button>
        <Button look="primary">{text('primary')}</Button>
        <Button look="danger">{text('danger')}</Button>
        <Button look="quiet">{text('quiet')}</Button>
        <Button busy>{text('busy')}</Button>
        <Button disabled>{text('disabled')}</Button>
        <Button look="primary" large>
          {text('large')}
        </Button>
        <LanguageSwitch />
      </Row>
    </Panel>
  )
}

const Asking = () => {
  const text = useTexts()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Panel title={text('dialog')}>
      <Button onClick={() => setOpen(true)}>{text('open')}</Button>
      {isOpen && (
        <Question
          title={text('question')}
          sentence={text('warning')}
          yes={text('yes')}
          no={text('no')}
          onConfirm={close}
          onClose={close}
        />
      )}
    </Panel>
  )
}

const Fields = () => {
  const text = useTexts()
  const group = useId()
  const form = useFormCheck()
  return (
    <Panel title={text('fields')}>
      <CheckedForm check={form} onFilled={nothing}>
        <Field label={text('label')} hint={text('hint')} dir="ltr" />
        <Field label={text('label')} wrong={text('wrong')} value="12" dir="ltr" />
        <DateField
          label={text('label')}
          value="2026-11-28"
          max="2026-12-31"
          onTyped={() => undefined}
        />
        <div class="form__row">
          <CheckedField
            label={text('required')}
            name="required"
            required
            isWrong={form.isWrong('required')}
          />
          <Field label={text('secret')} isSecret hint={text('hint')} dir="ltr" />
          <Button type="submit">{text('check')}</Button>
        </div>
        <fieldset class="plain-set">
          <legend class="field__label">{text('choose')}</legend>
          {(['yes', 'no'] as const).map((word) => (
            <label key={word} class="check">
              <input type="radio" name={group} defaultChecked={word === 'yes'} />
              {text(word)}
            </label>
          ))}
          <label class="check">
            <input type="checkbox" defaultChecked />
            {text('check')}
          </label>
          <Wrong>{text('choose')}</Wrong>
        </fieldset>
      </CheckedForm>
    </Panel>
  )
}

const Second = () => {
  const text = useTexts()
  const form = useFormCheck()
  return (
    <Panel title={text('second')}>
      <CheckedForm check={form} onFilled={nothing}>
        <SecondPersonFields form={form} />
      </CheckedForm>
    </Panel>
  )
}

const Notes = () => {
  const text = useTexts()
  const problem = (code: string) => ({ code, status: 0, detail: text('failure') })
  return (
    <Panel title={text('notes')}>
      <div class="design__stack">
        <ProblemNote problem={problem('unreachable')} onRetry={nothing} />
        <StaffNote problem={problem('card_lost')} />
        <ActionNote problem={problem('timed_out')} onDismiss={nothing} />
        <p class="note">{text('warning')}</p>
        <p class="good-note">{text('good')}</p>
        <Toast onGone={nothing}>{text('toast')}</Toast>
      </div>
    </Panel>
  )
}

const States = () => {
  const text = useTexts()
  return (
    <Panel title={text('states')}>
      <Waiting />
      <Empty>{text('nothing')}</Empty>
      <Row>
        <ConnectionMark />
        <ConnectionMark both />
      </Row>
    </Panel>
  )
}

const Tags = () => {
  const text = useTexts()
  return (
    <Panel title={text('tags')}>
      <Row>
        <Mark />
        <TicketNumber>A-014</TicketNumber>
        <CounterLabel class="">7</CounterLabel>
        <CounterLabel class="">Room 12</CounterLabel>
        <bdi class="code">TS26-000017</bdi>
        <kbd class="key">F2</kbd>
        <span class="tag">{text('plain')}</span>
        <span class="tag tag--ok">{text('yes')}</span>
        <span class="tag tag--warn">{text('waiting')}</span>
        <span class="tag tag--bad">{text('no')}</span>
        <Dot words={text('mark')} />
        <Both text={{ ar: textsIn('ar')('renew'), en: textsIn('en')('renew') }} />
      </Row>
    </Panel>
  )
}

const Signs = () => {
  const text = useTexts()
  return (
    <Panel title={text('signs')}>
      <Row>
        {pictograms.map((name) => (
          <span key={name} class="design__sign">
            <ServiceSign service={{ pictogram: name, prefix: 'A' }} />
            <code dir="ltr">{name}</code>
          </span>
        ))}
        <ServiceSign service={{ pictogram: null, prefix: 'A' }} />
        <span class="design__drawing">
          <Pictogram name="other" />
        </span>
        <span class="design__drawing">
          <OnlineSign />
        </span>
      </Row>
    </Panel>
  )
}

const TwoTabs = () => {
  const text = useTexts()
  const [chosen, setChosen] = useState<'now' | 'cards'>('now')
  return (
    <Panel title={text('tabs')}>
      <Tabs
        label={text('tabs')}
        chosen={chosen}
        onChoose={setChosen}
        tabs={[
          { id: 'now', label: text('now'), mark: text('mark') },
          { id: 'cards', label: text('cards'), count: 3 },
        ]}
      >
        <p class="quiet">{text(chosen)}</p>
      </Tabs>
    </Panel>
  )
}

const Figures = () => {
  const text = useTexts()
  return (
    <Panel title={text('table')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{text('service')}</th>
            <th scope="col" class="table__figure">
              {text('waiting')}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{text('renew')}</th>
            <td class="table__figure">14</td>
          </tr>
        </tbody>
      </table>
      <h3 class="panel__title">{text('fill')}</h3>
      <div class="design__stack">
        <progress value={3} max={5} aria-label={text('fill')} />
        <meter value={0.5} high={0.9} optimum={0} aria-label={text('fill')} />
        <meter value={0.95} high={0.9} optimum={0} aria-label={text('fill')} />
      </div>
    </Panel>
  )
}

const Code = () => {
  const text = useTexts()
  return (
    <Panel title={text('code')}>
      <div class="design__qr">
        <QrCode text="https://dawr.example/t/1" label={text('code')} />
      </div>
      <PairingCode code="482913" />
    </Panel>
  )
}

/** Every shared component in every state that it can have without a server, and what pages have of their own. */
export const Specimens = () => (
  <>
    <Type />
    <Colours />
    <Spacing />
    <Motion />
    <Buttons />
    <Asking />
    <Fields />
    <Second />
    <Notes />
    <States />
    <Tags />
    <Signs />
    <TwoTabs />
    <Figures />
    <Code />
    <Hall />
    <Bring />
    <Opening />
    <Kiosk />
    <Calls />
    <Visit />
    <AtCounter />
    <InCharge />
    <Scanning />
    <Setting />
    <Reports />
  </>
)
