import './admin.css'
import './setup.css'
import { Places } from '../places/place-tree.tsx'
import { useInAddress } from '../shared/address.ts'
import { Waiting } from '../shared/components.tsx'
import { StaffNote } from '../shared/staff-note.tsx'
import { StaffPage, type Workplace } from '../shared/staff-page.tsx'
import { start } from '../shared/start.tsx'
import { Tabs } from '../shared/tabs.tsx'
import { CentreTab } from './centre-tab.tsx'
import { ChangesTab } from './changes-tab.tsx'
import { CloseCentre } from './close-centre.tsx'
import { CountersTab } from './counters-tab.tsx'
import { Devices } from './devices.tsx'
import { HallTab } from './hall-tab.tsx'
import { LeftForms } from './left-forms.tsx'
import { MessagesTab } from './messages-tab.tsx'
import { NewCentre } from './new-centre.tsx'
import { PolicyTab } from './policy-tab.tsx'
import { ServicesTab } from './services-tab.tsx'
import { type Part, useSetup, useUnsaved } from './setup.ts'
import { useSetupTexts } from './setup-texts.ts'
import { StaffTab } from './staff-tab.tsx'

const sides = [
  'centre',
  'services',
  'counters',
  'staff',
  'places',
  'devices',
  'policy',
  'messages',
  'hall',
  'changes',
] as const

/** The part of the page on which each kind of form stands, by the word after its centre's id. */
const sideOfForm: Partial<Record<string, (typeof sides)[number]>> = {
  centre: 'centre',
  service: 'services',
  counter: 'counters',
  member: 'staff',
  policy: 'policy',
  message: 'messages',
  hall: 'hall',
}

/** What concerns the centre as a whole; there may be others, for those who administer all of them. */
const Whole = (props: Workplace & Part) => {
  const { setup, onChanged } = props
  return (
    <div class="whole">
      <NewCentre centres={props.centres} onFounded={props.goTo} />
      <CloseCentre setup={setup} onChanged={onChanged} />
    </div>
  )
}

const Administration = (workplace: Workplace) => {
  const { centre, member } = workplace
  const text = useSetupTexts()
  const [side, setSide] = useInAddress('tab', sides)
  const loaded = useSetup(centre)
  const forms = useUnsaved()
  const setup = loaded.value
  if (!setup && loaded.problem)
    return <StaffNote problem={loaded.problem} onRetry={loaded.reload} />
  if (!setup) return <Waiting />
  const unsaved = new Set(
    forms
      .map((name) => name.split(' '))
      .filter(([centreId]) => centreId === setup.id)
      .map(([, kind = '']) => sideOfForm[kind]),
  )
  const part = { setup, onChanged: loaded.reload }
  return (
    <>
      <LeftForms centreId={setup.id} />
      <Tabs
        label={text('areas')}
        chosen={side}
        onChoose={setSide}
        tabs={sides.map((id) => ({
          id,
          label: text(id),
          ...(unsaved.has(id) && { mark: text('unsaved') }),
        }))}
      >
        {side === 'centre' && (
          <>
            {member.centre === null && <Whole {...workplace} {...part} />}
            <CentreTab {...part} />
          </>
        )}
        {side === 'services' && <ServicesTab {...part} />}
        {side === 'counters' && <CountersTab {...part} />}
        {side === 'staff' && <StaffTab {...part} member={member} />}
        {side === 'places' && <Places centreId={centre.id} member={member} seen={centre.setup} />}
        {side === 'devices' && <Devices {...workplace} />}
        {side === 'policy' && <PolicyTab {...part} />}
        {side === 'messages' && <MessagesTab setup={setup} />}
        {side === 'hall' && <HallTab {...part} />}
        {side === 'changes' && <ChangesTab setup={setup} />}
      </Tabs>
    </>
  )
}

/** Supervisors look after the devices; how a centre is set up is for administrators. */
const Admin = (workplace: Workplace) =>
  workplace.member.roles.includes('admin') ? (
    <Administration {...workplace} />
  ) : (
    <Devices {...workplace} />
  )

start(() => (
  <StaffPage
    at="/admin"
    whenNone={({ member, goTo }) =>
      member.roles.includes('admin') && <NewCentre centres={[]} onFounded={goTo} />
    }
  >
    {(workplace) => <Admin key={workplace.centre.id} {...workplace} />}
  </StaffPage>
))
