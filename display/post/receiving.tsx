import { Button } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { type Closing, isComplete, type Manifest } from './close-delivery.tsx'
import { useDeliveryTexts } from './delivery-texts.ts'

/** The delivery that scans belong to, how far it is, and its end once all of it is here. */
export const Receiving = (props: { delivery: Manifest; closing: Closing; onStop: () => void }) => {
  const text = useDeliveryTexts()
  const { delivery, closing, onStop } = props
  const { origin, received, expected } = delivery
  const isWhole = isComplete(delivery)
  return (
    <p class={`receiving ${isWhole ? 'receiving--whole' : ''}`} role="status">
      <strong>{text('receivingNow', { origin: isolate(origin) })}</strong>
      <span>{text('receivedOf', { received, expected })}</span>
      {isWhole && <strong>{text('allHere')}</strong>}
      <span class="receiving__actions">
        {isWhole && (
          <Button
            look="primary"
            busy={closing.isBusy}
            disabled={closing.isHeld}
            onClick={() => closing.ask(delivery)}
          >
            {text('closeDelivery')}
          </Button>
        )}
        <Button onClick={onStop}>{text('stopReceiving')}</Button>
      </span>
    </p>
  )
}
