import './post.css'
import './side.css'
import { useEffect, useState } from 'preact/hooks'
import { Places } from '../places/place-tree.tsx'
import { useInAddress } from '../shared/address.ts'
import { Button, Waiting } from '../shared/components.tsx'
import { useView } from '../shared/live-hooks.ts'
import { useScanner } from '../shared/scanner.ts'
import { ActionNote, StaffNote } from '../shared/staff-note.tsx'
import { StaffPage, type Workplace } from '../shared/staff-page.tsx'
import { start } from '../shared/start.tsx'
import { Tabs } from '../shared/tabs.tsx'
import { Boxes, useBoxes } from './boxes.tsx'
import { useClosing } from './close-delivery.tsx'
import { Deliveries } from './deliveries.tsx'
import { Find } from './find.tsx'
import { Incidents } from './incidents.tsx'
import { Picks } from './picks.tsx'
import { Receiving } from './receiving.tsx'
import { ScanPanel } from './scan-panel.tsx'
import { Stocktakes } from './stocktakes.tsx'
import { usePostTexts } from './texts.ts'
import { Uncollected, useUncollected } from './uncollected.tsx'
import { useBench } from './use-bench.ts'
import { useCodes } from './use-codes.ts'
import type { Work } from './work.ts'

const sides = [
  'search',
  'deliveries',
  'shelves',
  'stocktakes',
  'uncollected',
  'boxes',
  'incidents',
] as const

const Post = ({ centre, member }: Workplace) => {
  const text = usePostTexts()
  const { view, refused } = useView('post', centre.id)
  const [side, setSide] = useInAddress('tab', sides)
  const boxes = useBoxes(centre, side === 'boxes')
  const uncollected = useUncollected(centre, side === 'uncollected')
  const [chosen, setChosen] = useState<string | null>(null)
  const [work, setWork] = useState<Work | null>(null)
  const codes = useCodes(view)
  const delivery = view?.manifests.find(({ id }) => id === chosen)
  const bench = useBench({
    centreId: centre.id,
    view,
    codes,
    receiving: delivery?.id ?? null,
    work,
  })
  const closing = useClosing(bench.waiting)
  useScanner(bench.scan, view !== undefined)
  // Scans have one meaning at a time: what is opened last has them.
  useEffect(() => {
    if (work) setChosen(null)
  }, [work])

  if (refused) return <StaffNote problem={refused} />
  if (!view) return <Waiting />
  const places = { centre, codes, waiting: bench.waiting, onWork: setWork }
  return (
    <div class="post">
      <Tabs
        label={text('sideLabel')}
        chosen={side}
        onChoose={setSide}
        tabs={[
          { id: 'search', label: text('search') },
          { id: 'deliveries', label: text('deliveries'), count: view.manifests.length },
          { id: 'shelves', label: text('shelves') },
          { id: 'stocktakes', label: text('stocktakes') },
          { id: 'uncollected', label: text('uncollected'), count: uncollected.count },
          { id: 'boxes', label: text('boxes'), count: boxes.count },
          { id: 'incidents', label: text('incidents'), count: view.incidentCount },
        ]}
      >
        {side === 'search' && <Find centre={centre} member={member} codes={codes} />}
        {side === 'deliveries' && (
          <Deliveries
            centre={centre}
            manifests={view.manifests}
            receiving={delivery?.id ?? null}
            closing={closing}
            onReceive={setChosen}
          />
        )}
        {side === 'shelves' && (
          <Places centreId={centre.id} member={member} seen={[view.sections, view.quarantine]} />
        )}
        {side === 'stocktakes' && <Stocktakes {...places} sections={view.sections} />}
        {side === 'uncollected' && <Uncollected {...places} member={member} all={uncollected} />}
        {side === 'boxes' && <Boxes {...places} all={boxes} />}
        {side === 'incidents' && <Incidents centre={centre} view={view} />}
      </Tabs>
      <div class="post__main">
        <div class="post__top">
          {work && (
            <p class="receiving" role="status">
              <strong>{work.banner(text)}</strong>
              <span class="receiving__actions">
                <Button onClick={work.end}>{text('endWork')}</Button>
              </span>
            </p>
          )}
          {delivery && (
            <Receiving delivery={delivery} closing={closing} onStop={() => setChosen(null)} />
          )}
          {side !== 'deliveries' && (
            <ActionNote problem={closing.problem} onDismiss={closing.dismiss} />
          )}
          <ScanPanel bench={bench} isReceiving={delivery !== undefined} work={work} />
        </div>
        <Picks view={view} centre={centre} codes={codes} bench={bench} />
      </div>
      {closing.dialogs}
    </div>
  )
}

start(() => (
  <StaffPage at="/post">
    {(workplace) => <Post key={workplace.centre.id} {...workplace} />}
  </StaffPage>
))
