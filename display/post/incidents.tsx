import { useState } from 'preact/hooks'
import { type CardState, cardStates } from '../../src/cards/card.ts'
import type { IncidentView, PostView } from '../../src/live/events.ts'
import { type CentreInfo, fetchCentres } from '../shared/centre.ts'
import { Button, Empty } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { post, useSession } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { ActionNote } from '../shared/staff-note.tsx'
import { countWords, useOlderIncidents } from './older-incidents.ts'
import { SearchList } from './search-list.tsx'
import { useSearchTexts } from './search-texts.ts'
import { usePostTexts } from './texts.ts'
import { dayAndTime } from './times.ts'

const kindKeys = {
  missing: 'incident_missing',
  surplus: 'incident_surplus',
  duplicate: 'incident_duplicate',
  not_found: 'incident_not_found',
  damaged: 'incident_damaged',
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

/** One incident: who looks into it, what they found, and its end. */
const One = ({ incident, centre }: { incident: IncidentView; centre: CentreInfo }) => {
  const text = usePostTexts()
  const words = useSearchTexts()
  const [isSearched, setSearched] = useState(false)
  const { timeZone } = centre
  const actions = useActions()
  const session = useSession()
  const { id, kind, serial, note, at, owner, ownerId, manifest } = incident
  const [remark, setRemark] = useState(incident.remark ?? '')
  const change = (body: object) =>
    actions.run('change', () => post(`/api/incidents/${encodeURIComponent(id)}`, body))
  const isMine = session.state === 'signed_in' && ownerId === session.member.id
  const isNew = remark.trim() !== (incident.remark ?? '')
  const isBusy = actions.busy !== null
  return (
    <li class="incident">
      <div class="incident__row">
        <span class="tag tag--bad">{text(isKind(kind) ? kindKeys[kind] : 'incident_else')}</span>
        <bdi class="code">{serial}</bdi>
        {kind === 'damaged' ? (
          <span class="quiet">{text('liesIn', { place: isolate(note) })}</span>
        ) : (
          note !== '' && <Note note={note} />
        )}
        <time class="quiet rows__end" dateTime={at}>
          {dayAndTime(at, timeZone)}
        </time>
      </div>
      {manifest && (
        <p class="quiet">
          {text('incidentDelivery', {
            origin: isolate(manifest.origin),
            at: dayAndTime(manifest.createdAt, timeZone),
          })}
        </p>
      )}
      <form
        class="incident__row"
        onSubmit={(event) => {
          event.preventDefault()
          if (isNew) void change({ remark })
        }}
      >
        <label class="incident__remark">
          <span class="visually-hidden">{text('remark')}</span>
          <input
            class="field__input"
            dir="auto"
            placeholder={text('remark')}
            maxLength={500}
            value={remark}
            onInput={(event) => setRemark(event.currentTarget.value)}
          />
        </label>
        {isNew && (
          <Button type="submit" look="primary" busy={isBusy}>
            {text('keepRemark')}
          </Button>
        )}
      </form>
      <div class="incident__row">
        <span class="quiet">
          {owner === null ? text('nobodyLooks') : text('looksInto', { name: isolate(owner) })}
        </span>
        <span class="incident__row rows__end">
          {kind === 'not_found' && (
            <Button aria-expanded={isSearched} onClick={() => setSearched(!isSearched)}>
              {words(isSearched ? 'hide' : 'show')}
            </Button>
          )}
          <Button busy={isBusy} onClick={() => void change({ mine: !isMine })}>
            {text(isMine ? 'giveUp' : 'takeOn')}
          </Button>
          <Button
            busy={isBusy}
            onClick={() => void change({ state: 'closed', ...(isNew && { remark }) })}
          >
            {text('settle')}
          </Button>
        </span>
      </div>
      {isSearched && <SearchList serial={serial} centre={centre} />}
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
    </li>
  )
}

/** What did not go as it should and is not settled, the newest first; older ones on demand. */
export const Incidents = (props: {
  centre: CentreInfo
  view: Pick<PostView, 'incidents' | 'incidentCount'>
}) => {
  const text = usePostTexts()
  const { centre, view } = props
  const older = useOlderIncidents(centre.id, view.incidents)
  const shown = [...view.incidents, ...older.incidents]
  if (shown.length === 0) return <Empty>{text('noIncidents')}</Empty>
  return (
    <>
      <ul class="incidents">
        {shown.map((incident) => (
          <One key={incident.id} incident={incident} centre={centre} />
        ))}
      </ul>
      {shown.length < view.incidentCount && (
        <div class="incidents__more">
          <p class="quiet">
            {text('incidentsShown', {
              shown: shown.length,
              count: countWords(view.incidentCount),
            })}
          </p>
          <Button busy={older.isBusy} onClick={older.more}>
            {text('olderIncidents')}
          </Button>
        </div>
      )}
      <ActionNote problem={older.problem ?? null} onDismiss={older.dismiss} />
    </>
  )
}
