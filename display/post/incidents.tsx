import type { PostView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Empty } from '../shared/components.tsx'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

const kindKeys = {
  missing: 'incident_missing',
  surplus: 'incident_surplus',
  duplicate: 'incident_duplicate',
  not_found: 'incident_not_found',
} as const

const isKind = (kind: string): kind is keyof typeof kindKeys => kind in kindKeys

/** What did not go as it should and is not settled. */
export const Incidents = (props: { centre: CentreInfo; incidents: PostView['incidents'] }) => {
  const text = usePostTexts()
  if (props.incidents.length === 0) return <Empty>{text('noIncidents')}</Empty>
  return (
    <ul class="rows">
      {props.incidents.map(({ id, kind, serial, note, at }) => (
        <li key={id}>
          <span class="tag tag--bad">{text(isKind(kind) ? kindKeys[kind] : 'incident_else')}</span>
          <bdi class="code">{serial}</bdi>
          {note !== '' && <bdi class="quiet">{note}</bdi>}
          <time class="quiet rows__end" dateTime={at}>
            {dayAndTime(at, props.centre.timeZone)}
          </time>
        </li>
      ))}
    </ul>
  )
}
