import { useEffect } from 'preact/hooks'
import { CounterLabel, TicketNumber } from '../shared/components.tsx'
import { useTexts } from './texts.ts'
import { vibrateForCall } from './vibration.ts'

/** The whole page says it: this is the one moment nobody may miss. A recall says it again. */
export const Called = (props: { number: string; counter: string; revision: number }) => {
  const text = useTexts()
  const { counter, revision } = props
  useEffect(() => {
    // A recall comes as a new revision and nothing else.
    vibrateForCall()
  }, [revision])
  return (
    <section class="called" role="alert" key={revision}>
      <h1 class="called__words">{text('called')}</h1>
      <TicketNumber class="called__number">{props.number}</TicketNumber>
      <p class="called__go">{text('goTo')}</p>
      <CounterLabel class="called__counter">{counter}</CounterLabel>
    </section>
  )
}
