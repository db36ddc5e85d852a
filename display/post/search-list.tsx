import { useState } from 'preact/hooks'
import type { SearchList as List } from '../../src/cards/search.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { actionWords } from './action-words.ts'
import { type Reason, type SearchPlace, searchPlaces } from './search-places.ts'
import { useSearchTexts } from './search-texts.ts'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

const Code = ({ children }: { children: string }) => (
  <bdi class="code" dir="ltr">
    {children}
  </bdi>
)

/** As many as are walked to before one thinks again. */
const FIRST = 8
/** Off the shelves lie all the cards that were handed over: only the newest mean anything. */
const REASONS_MAX = 3

/** The step that speaks for a place; that it was not found there is no news. */
const Step = (props: { step: Exclude<Reason, { why: 'beside' }>; timeZone: string }) => {
  const words = usePostTexts()
  const { action, at, staff } = props.step
  if (action === 'missing') return null
  return (
    <span class="quiet">
      · {actionWords(action, words)} · {dayAndTime(at, props.timeZone)}
      {staff !== null && (
        <>
          {' '}
          · <bdi class="search-list__name">{staff}</bdi>
        </>
      )}
    </span>
  )
}

const Why = (props: { reason: Reason; isShelf: boolean; timeZone: string }) => {
  const text = useSearchTexts()
  const { reason, isShelf, timeZone } = props
  if (reason.why === 'beside') return <>{text('why_beside')}</>
  const along = isShelf ? 'why_along' : 'why_gone'
  return (
    <>
      {reason.why === 'along'
        ? text(along, { serial: isolate(reason.serial) })
        : text(`why_${reason.why}`)}{' '}
      <Step step={reason} timeZone={timeZone} />
    </>
  )
}

const Place = ({ one, timeZone }: { one: SearchPlace; timeZone: string }) => {
  const text = useSearchTexts()
  const words = usePostTexts()
  const { place, reasons, serials } = one
  return (
    <li class="search-list__place">
      <strong>{place === null ? words('noPlace') : <Code>{place}</Code>}</strong>
      <ul>
        {reasons.slice(0, REASONS_MAX).map((reason) => (
          <li key={JSON.stringify(reason)}>
            <Why reason={reason} isShelf={place !== null} timeZone={timeZone} />
          </li>
        ))}
        {reasons.length > REASONS_MAX && (
          <li class="quiet">{text('moreReasons', { count: reasons.length - REASONS_MAX })}</li>
        )}
        {serials && (
          <li class="quiet">
            {serials.length === 0
              ? text('mustBeEmpty')
              : text('mustHold', { serials: serials.map(isolate).join(' ') })}
          </li>
        )}
      </ul>
    </li>
  )
}

/** Where to look for a card: one place a line with all that speaks for it, most likely first. */
export const SearchPlaces = ({ list, timeZone }: { list: List; timeZone: string }) => {
  const text = useSearchTexts()
  const [isWhole, setWhole] = useState(false)
  if (list.lastPlaces.length === 0) return <p class="quiet">{text('neverShelved')}</p>
  const places = searchPlaces(list)
  return (
    <div class="search-list">
      <p class="quiet">{text('likelyFirst')}</p>
      <ol>
        {(isWhole ? places : places.slice(0, FIRST)).map((one) => (
          <Place key={one.place ?? ''} one={one} timeZone={timeZone} />
        ))}
      </ol>
      {!isWhole && places.length > FIRST && (
        <Button onClick={() => setWhole(true)}>
          {text('morePlaces', { count: places.length - FIRST })}
        </Button>
      )}
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
