import { useEffect, useId } from 'preact/hooks'
import type { Pictogram } from '../../src/centres/pictogram.ts'
import admin from '../admin/admin.css?inline'
import { BothField, NumberField } from '../admin/parts.tsx'
import { PictogramField } from '../admin/pictogram-field.tsx'
import setup from '../admin/setup.css?inline'
import { SaveBar, SetupForm, useSetupForm } from '../admin/setup-form.tsx'
import type { Outcome } from '../post/outcomes.ts'
import post from '../post/post.css?inline'
import { Progress } from '../post/progress.tsx'
import { ScanPanel } from '../post/scan-panel.tsx'
import { Panel } from '../shared/components.tsx'
import { Apart, pageSheet } from './apart.tsx'
import { textsIn, useTexts } from './texts.ts'

const nothing = (): void => undefined
const postSheets = [pageSheet(post)]
const setupSheets = [pageSheet(admin), pageSheet(setup)]

const outcomes: Outcome[] = [
  { id: 3, tone: 'good', title: (text) => text('shelved'), code: 'BH26-000104', details: [] },
  {
    id: 2,
    tone: 'bad',
    title: (text) => text('notShelvable', { state: text('state_picked') }),
    code: 'BH26-000103',
    details: [],
  },
  { id: 1, tone: 'good', title: (text) => text('shelved'), code: 'BH26-000102', details: [] },
]

const bench = { held: null, drop: nothing, undo: nothing, waiting: 2, scan: nothing }

/** The post section: the answer to a scan, good and bad, and how far a work has come. */
export const Scanning = () => {
  const text = useTexts()
  return (
    <Panel title={text('post')}>
      <Apart sheets={postSheets} class="design__apart--hall">
        {[outcomes, outcomes.slice(1)].map((some) => (
          <ScanPanel
            key={some.length}
            bench={{ ...bench, outcomes: some }}
            isReceiving={false}
            work={null}
          />
        ))}
        <Progress says={text('post')} done={31} all={48} />
      </Apart>
    </Panel>
  )
}

const both = { ar: textsIn('ar')('sample'), en: textsIn('en')('sample') }

const stands = { name: both, minutes: '20', pictogram: 'renew_card' as Pictogram | null }

/** A form that was begun: with what is changed, and with a number that is too large. */
const Filling = ({ name }: { name: string }) => {
  const text = useTexts()
  const form = useSetupForm(stands, name, text('setup'))
  const { now, set } = form
  useEffect(() => set('minutes', '999'), [])
  return (
    <SetupForm form={form} onFilled={nothing}>
      <BothField
        labels={{ ar: `${text('label')} (ar)`, en: `${text('label')} (en)` }}
        name="sample"
        value={now.name}
        maxLength={60}
        isWrong={form.isWrong}
        onTyped={(value) => set('name', value)}
      />
      <NumberField
        label={text('hint')}
        name="minutes"
        value={now.minutes}
        within={{ minimum: 1, maximum: 120 }}
        isWrong={form.isWrong('minutes')}
        onTyped={(value) => set('minutes', value)}
      />
      <PictogramField
        value={now.pictogram}
        prefix="A"
        onChosen={(value) => set('pictogram', value)}
      />
      <SaveBar form={form} />
    </SetupForm>
  )
}

/** The set-up: a text in both languages, a number within its limits, a drawing out of all. */
export const Setting = () => {
  const text = useTexts()
  const name = `design ${useId()}`
  return (
    <Panel title={text('setup')}>
      <Apart sheets={setupSheets}>
        <Filling name={name} />
      </Apart>
    </Panel>
  )
}
