import { useEffect, useRef, useState } from 'preact/hooks'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Empty } from '../shared/components.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import { Announce, type Said } from './announce.tsx'
import { type Closing, isComplete, type Manifest } from './close-delivery.tsx'
import { useDeliveryTexts } from './delivery-texts.ts'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

/** What was said of the newest list, until its delivery is ended, by whomever. */
const useSaid = (manifests: readonly Manifest[]): [Said, (said: Said) => void] => {
  const [said, setSaid] = useState<Said>(null)
  const id = said && 'announced' in said ? said.announced.id : null
  const isOpen = manifests.some((manifest) => manifest.id === id)
  // The live view comes after the answer: only what was in it can have left it.
  const open = useRef<string | null>(null)
  useEffect(() => {
    if (id !== null && !isOpen && open.current === id) setSaid(null)
    open.current = isOpen ? id : null
  }, [id, isOpen])
  return [said, setSaid]
}

/** One open delivery: how far it is, and what there is to do with it. */
const Delivery = (props: {
  manifest: Manifest
  timeZone: string
  isNow: boolean
  closing: Closing
  onReceive: () => void
  onClose: () => void
}) => {
  const text = useDeliveryTexts()
  const { manifest, isNow } = props
  const { origin, expected, received, createdAt } = manifest
  const isWhole = isComplete(manifest)
  return (
    <li class="delivery">
      <strong>
        <bdi>{origin}</bdi>
      </strong>
      <time class="quiet" dateTime={createdAt}>
        {dayAndTime(createdAt, props.timeZone)}
      </time>
      <span class="delivery__count">
        {text('receivedOf', { received, expected })}{' '}
        {isWhole && <span class="tag tag--ok">{text('complete')}</span>}
      </span>
      <progress
        class="delivery__progress"
        max={Math.max(1, expected)}
        value={received}
        aria-label={origin}
      />
      <span class="delivery__actions">
        <Button look={isNow || isWhole ? 'plain' : 'primary'} onClick={props.onReceive}>
          {text(isNow ? 'stopReceiving' : 'receive')}
        </Button>
        <Button
          look={isWhole ? 'primary' : 'plain'}
          busy={props.closing.isBusy}
          disabled={props.closing.isHeld}
          onClick={props.onClose}
        >
          {text('closeDelivery')}
        </Button>
      </span>
    </li>
  )
}

/** The deliveries on their way in: announcing one, scanning them, ending them. */
export const Deliveries = (props: {
  centre: CentreInfo
  manifests: Manifest[]
  receiving: string | null
  closing: Closing
  onReceive: (manifest: string | null) => void
}) => {
  const { centre, manifests, receiving, closing, onReceive } = props
  const text = useDeliveryTexts()
  const words = usePostTexts()
  const [said, setSaid] = useSaid(manifests)
  /** What was said before belongs to what was done before. */
  const say = (next: Said): void => {
    closing.dismiss()
    setSaid(next)
  }
  return (
    <>
      <Announce centre={centre} said={said} onSaid={say} />
      <h3 class="side-title">{text('openDeliveries')}</h3>
      {closing.isHeld && <p class="note">{words('scansFirst')}</p>}
      <ActionNote problem={closing.problem} onDismiss={closing.dismiss} />
      {manifests.length === 0 && <Empty>{text('noDeliveries')}</Empty>}
      <ul class="rows">
        {manifests.map((manifest) => (
          <Delivery
            key={manifest.id}
            manifest={manifest}
            timeZone={centre.timeZone}
            isNow={receiving === manifest.id}
            closing={closing}
            onReceive={() => {
              say(null)
              onReceive(receiving === manifest.id ? null : manifest.id)
            }}
            onClose={() => {
              say(null)
              closing.ask(manifest)
            }}
          />
        ))}
      </ul>
    </>
  )
}
