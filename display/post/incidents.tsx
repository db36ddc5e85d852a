import { type CardState, cardStates } from '../../src/cards/card.ts'
import type { PostView } from '../../src/live/events.ts'
import { type CentreInfo, fetchCentres } from '../shared/centre.ts'
import { Empty } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

const kindKeys = {
  missing: 'incident_missing',
  surplus: 'incident_surplus',
  duplicate: 'incident_duplicate',
  not_found: 'incident_not_found',
} as const

const isKind = (kind: string): kind is keyof typeof kindKeys => kind in kindKeys

const isState = (word: string): word is CardState => cardStates.some((state) => state === word)

/** A card's centre and state when it was scanned, as the server notes them: `isa-town received`. */
const cardOf = (note: string): { centreId: string; state: CardState } | null => {
  const [centreId, state, ...rest] = note.split(' ')
  if (centreId === undefined || state === undefined || rest.length > 0) return null
  return isState(state) ? { centreId, state } : null
}

/** What else is known: where the card belongs and how it stood, or a place. */
const Note = ({ note }: { note: string }) => {
  const text = usePostTexts()
  const language = useLanguage()
  const centres = useLoaded('centres', fetchCentres)
  const card = cardOf(note)
  if (!card) return <bdi class="quiet">{note}</bdi>
  const centre = centres.value?.find(({ id }) => id === card.centreId)?.name[language]
  return (
    <span class="quiet">
      {text('incidentNote', {
        centre: isolate(centre ?? card.centreId),
        state: text(`state_${card.state}`),
      })}
    </span>
  )
}

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
          {note !== '' && <Note note={note} />}
          <time class="quiet rows__end" dateTime={at}>
            {dayAndTime(at, props.centre.timeZone)}
          </time>
        </li>
      ))}
    </ul>
  )
}
