import type { SearchList as List } from '../../src/cards/search.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { actionWords } from './action-words.ts'
import { useSearchTexts } from './search-texts.ts'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

const Code = ({ children }: { children: string }) => (
  <bdi class="code" dir="ltr">
    {children}
  </bdi>
)

/** Where to look for a card: what its log says, its neighbours, and what went on in its drawer. */
export const SearchPlaces = ({ list, timeZone }: { list: List; timeZone: string }) => {
  const text = useSearchTexts()
  const words = usePostTexts()
  const { lastPlaces, neighbours, sameDrawer } = list
  if (lastPlaces.length === 0) return <p class="quiet">{text('neverShelved')}</p>
  return (
    <div class="search-list">
      <h3>{text('lastPlaces')}</h3>
      <ul>
        {lastPlaces.map(({ place, at, action, staff }) => (
          <li key={place}>
            <Code>{place}</Code>{' '}
            <span class="quiet">
              {actionWords(action, words)} · {dayAndTime(at, timeZone)}
              {staff !== null && ` · ${isolate(staff)}`}
            </span>
          </li>
        ))}
      </ul>
      {neighbours.length > 0 && <h3>{text('neighbours')}</h3>}
      <ul>
        {neighbours.map(({ place, serials }) => (
          <li key={place} class={place === lastPlaces[0]?.place ? 'search-list__own' : ''}>
            <Code>{place}</Code>{' '}
            {serials.length === 0 ? (
              <span class="quiet">{text('emptySlot')}</span>
            ) : (
              serials.map((serial) => <Code key={serial}>{serial}</Code>)
            )}
          </li>
        ))}
      </ul>
      {neighbours.length > 0 && <h3>{text('sameDrawer')}</h3>}
      {neighbours.length > 0 && sameDrawer.length === 0 && (
        <p class="quiet">{text('nothingMoved')}</p>
      )}
      <ul>
        {sameDrawer.map(({ serial, action, at, staff, lies }) => (
          <li key={`${serial} ${at}`}>
            <Code>{serial}</Code>{' '}
            <span class="quiet">
              {actionWords(action, words)} · {dayAndTime(at, timeZone)}
              {staff !== null && ` · ${isolate(staff)}`}
            </span>{' '}
            {lies === null ? <span class="quiet">{words('noPlace')}</span> : <Code>{lies}</Code>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The list as it is now, asked for when it is looked at. */
export const SearchList = ({ serial, centre }: { serial: string; centre: CentreInfo }) => {
  const { value, problem } = useLoaded(`search ${serial}`, (signal) =>
    askStaff<List>(`/api/cards/${encodeURIComponent(serial)}/search-list`, { retries: 1, signal }),
  )
  if (problem) return <StaffNote problem={problem} />
  return value ? <SearchPlaces list={value} timeZone={centre.timeZone} /> : <Waiting />
}
