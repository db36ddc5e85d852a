import './post.css'
import { useState } from 'preact/hooks'
import { Button, Waiting } from '../shared/components.tsx'
import { useView } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { useScanner } from '../shared/scanner.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { StaffPage, type Workplace } from '../shared/staff-page.tsx'
import { start } from '../shared/start.tsx'
import { Tabs } from '../shared/tabs.tsx'
import { Deliveries } from './deliveries.tsx'
import { Find } from './find.tsx'
import { Incidents } from './incidents.tsx'
import { Picks } from './picks.tsx'
import { Places } from './place-tree.tsx'
import { ScanPanel } from './scan-panel.tsx'
import { usePostTexts } from './texts.ts'
import { useBench } from './use-bench.ts'

type Side = 'deliveries' | 'search' | 'shelves' | 'incidents'

const Post = ({ centre, member }: Workplace) => {
  const text = usePostTexts()
  const { view, refused } = useView('post', centre.id)
  const [side, setSide] = useState<Side>('search')
  const [chosen, setChosen] = useState<string | null>(null)
  const delivery = view?.manifests.find(({ id }) => id === chosen)
  const bench = useBench({ centreId: centre.id, view, receiving: delivery?.id ?? null })
  useScanner(bench.scan, view !== undefined)

  if (refused) return <StaffNote problem={refused} />
  if (!view) return <Waiting />
  return (
    <div class="post">
      <div class="post__main">
        {delivery && (
          <p class="receiving" role="status">
            <strong>{text('receivingNow', { origin: isolate(delivery.origin) })}</strong>
            <span>
              {text('receivedOf', { received: delivery.received, expected: delivery.expected })}
            </span>
            <Button onClick={() => setChosen(null)}>{text('stopReceiving')}</Button>
          </p>
        )}
        <ScanPanel bench={bench} isReceiving={delivery !== undefined} />
        <Picks view={view} centre={centre} bench={bench} />
      </div>
      <Tabs
        label={text('sideLabel')}
        chosen={side}
        onChoose={setSide}
        tabs={[
          { id: 'search', label: text('search') },
          { id: 'deliveries', label: text('deliveries'), count: view.manifests.length },
          { id: 'shelves', label: text('shelves') },
          { id: 'incidents', label: text('incidents'), count: view.incidents.length },
        ]}
      >
        {side === 'search' && <Find centre={centre} sections={view.sections} />}
        {side === 'deliveries' && (
          <Deliveries
            centre={centre}
            manifests={view.manifests}
            receiving={delivery?.id ?? null}
            onReceive={setChosen}
          />
        )}
        {side === 'shelves' && <Places centreId={centre.id} member={member} seen={view.sections} />}
        {side === 'incidents' && <Incidents centre={centre} incidents={view.incidents} />}
      </Tabs>
    </div>
  )
}

start(() => (
  <StaffPage at="/post">
    {(workplace) => <Post key={workplace.centre.id} {...workplace} />}
  </StaffPage>
))
