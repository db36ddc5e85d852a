import './supervisor.css'
import { useState } from 'preact/hooks'
import type { CentreView } from '../../src/live/events.ts'
import { Waiting } from '../shared/components.tsx'
import { useView } from '../shared/hooks.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { StaffPage, type Workplace } from '../shared/staff-page.tsx'
import { start } from '../shared/start.tsx'
import { Tabs } from '../shared/tabs.tsx'
import { Cards } from './cards.tsx'
import { CloseDay } from './close-day.tsx'
import { Counters } from './counters.tsx'
import { Services } from './services.tsx'
import { useSupervisorTexts } from './texts.ts'

/** The four figures a supervisor looks at first. */
const Figures = ({ view }: { view: CentreView }) => {
  const text = useSupervisorTexts()
  const waiting = view.services.reduce((sum, service) => sum + service.waiting, 0)
  const served = view.services.reduce((sum, service) => sum + service.servedToday, 0)
  const longest = Math.max(0, ...view.services.map(({ longestMin }) => longestMin ?? 0))
  const open = view.counters.filter(({ state }) => state === 'open').length
  const figures = [
    { label: text('waiting'), value: String(waiting) },
    { label: text('longest'), value: waiting === 0 ? '–' : text('minutes', { minutes: longest }) },
    { label: text('openCounters'), value: text('of', { some: open, all: view.counters.length }) },
    { label: text('served'), value: String(served) },
  ]
  return (
    <dl class="figures">
      {figures.map(({ label, value }) => (
        <div key={label} class="figures__one">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const Now = ({ centre }: Workplace) => {
  const { view, refused } = useView('centre', centre.id)
  if (refused) return <StaffNote problem={refused} />
  if (!view) return <Waiting />
  return (
    <>
      <div class="now-head">
        <Figures view={view} />
        <CloseDay centre={centre} view={view} />
      </div>
      <div class="now">
        <Services centre={centre} view={view} />
        <Counters view={view} />
      </div>
    </>
  )
}

const Supervisor = (workplace: Workplace) => {
  const text = useSupervisorTexts()
  const [chosen, setChosen] = useState<'now' | 'cards'>('now')
  return (
    <Tabs
      label={text('views')}
      chosen={chosen}
      onChoose={setChosen}
      tabs={[
        { id: 'now', label: text('now') },
        { id: 'cards', label: text('cardsTab') },
      ]}
    >
      {chosen === 'now' && <Now {...workplace} />}
      {chosen === 'cards' && <Cards centre={workplace.centre} />}
    </Tabs>
  )
}

start(() => (
  <StaffPage at="/supervisor">
    {(workplace) => <Supervisor key={workplace.centre.id} {...workplace} />}
  </StaffPage>
))
