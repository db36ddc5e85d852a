import { Button } from '../shared/components.tsx'
import type { OwnMove } from '../tickets/moved.ts'
import { useTexts } from './texts.ts'

/** A move that nobody answered yet: it is said to be on its way, and can be taken back until then. */
export const OnItsWay = (props: { what: OwnMove; onTakeBack: () => void }) => {
  const text = useTexts()
  return (
    <section class="on-its-way">
      <div role="status">
        <h2>{text(`onItsWay_${props.what}`)}</h2>
        <p>{text('onItsWayAbout')}</p>
      </div>
      <Button onClick={props.onTakeBack}>{text('takeBack')}</Button>
    </section>
  )
}
