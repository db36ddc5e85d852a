import './counter.css'
import { useState } from 'preact/hooks'
import { remembered } from '../shared/i18n.ts'
import { StaffPage, type Workplace } from '../shared/staff-page.tsx'
import { start } from '../shared/start.tsx'
import { FindTicket } from '../tickets/find-ticket.tsx'
import { ChooseCounter } from './choose-counter.tsx'
import { Counter } from './counter.tsx'

const COUNTER_KEY = 'dawr-counter'

/** The counter of this desk is remembered by the browser, for it stands there. */
const AtCentre = (workplace: Workplace) => {
  const [chosen, setChosen] = useState(
    // Who works at a counter finds it at whichever browser they are.
    workplace.member.counter?.id ?? remembered.get(COUNTER_KEY) ?? '',
  )
  const choose = (id: string): void => {
    remembered.set(COUNTER_KEY, id)
    setChosen(id)
  }
  const isHere = workplace.centre.counters.some(({ id }) => id === chosen)
  return isHere ? (
    <Counter key={chosen} {...workplace} counterId={chosen} onLeave={() => choose('')} />
  ) : (
    <ChooseCounter {...workplace} onChoose={choose} />
  )
}

start(() => (
  <StaffPage at="/counter" head={({ centre }) => <FindTicket key={centre.id} centre={centre} />}>
    {(workplace) => <AtCentre key={workplace.centre.id} {...workplace} />}
  </StaffPage>
))
