import { centreById } from '../centres/centre.store.ts'
import type { Database } from '../db/transact.ts'
import type { IncidentView, PickView, PostView } from '../live/events.ts'
import { countOpenIncidents, type NamedIncident, NEWEST, openIncidents } from './incident.store.ts'
import { openManifests, receivedOf } from './manifest.store.ts'
import { livePicks, type ShownPick } from './pick.store.ts'
import { quarantineFill, sectionFill } from './place.store.ts'
import { walksFor } from './walk.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** A pick as shown; `cancelled` with its card out means: put it back. */
export const pickView = (pick: ShownPick): PickView => ({
  id: pick.id,
  number: pick.number,
  serial: pick.serial,
  place: pick.place,
  state: pick.state === 'picked' && pick.endedAt !== null ? 'cancelled' : pick.state,
  createdAt: iso(pick.createdAt),
  counter: pick.counter,
})

export const incidentView = (incident: NamedIncident): IncidentView => ({
  id: incident.id,
  kind: incident.kind,
  serial: incident.serial,
  note: incident.note,
  at: iso(incident.at),
  state: incident.state,
  ownerId: incident.ownerId,
  owner: incident.owner,
  remark: incident.remark,
  manifest: incident.delivery && {
    id: incident.delivery.id,
    origin: incident.delivery.origin,
    createdAt: iso(incident.delivery.createdAt),
  },
})

/** The sections of a centre, and how full they are. */
export const sectionsOf = async (db: Database, centreId: string): Promise<PostView['sections']> =>
  (await db.read(sectionFill({ centreId }))).map(
    ({ section, nameAr, nameEn, taken, capacity }) => ({
      section,
      name: { ar: nameAr, en: nameEn },
      cards: taken,
      capacity,
    }),
  )

const manifestsOf = async (db: Database, centreId: string): Promise<PostView['manifests']> => {
  const open = await db.read(openManifests({ centreId }))
  return Promise.all(
    open.map(async ({ id, origin, expected, createdAt }) => {
      const [scanned] = await db.read(receivedOf({ manifestId: id }))
      return { id, origin, expected, received: scanned?.count ?? 0, createdAt: iso(createdAt) }
    }),
  )
}

/**
 * The post section of a centre as it stands, for HTTP and sockets alike; undefined for an unknown
 * centre. It reads one index entry for each card of an open delivery; what lies on the shelves is
 * counted as it comes and goes. The rest is bounded.
 */
export const postView = async (db: Database, centreId: string): Promise<PostView | undefined> => {
  // The revision is read before what it vouches for, so the view is at least as new as it says.
  const [centre] = await db.read(centreById({ id: centreId }))
  if (!centre) return undefined
  const [picks, sections, quarantine, manifests, incidents, [open]] = await Promise.all([
    db.read(livePicks({ centreId })),
    sectionsOf(db, centreId),
    db.read(quarantineFill({ centreId })),
    manifestsOf(db, centreId),
    db.read(openIncidents({ centreId, ...NEWEST })),
    db.read(countOpenIncidents({ centreId })),
  ])
  return {
    centre: centreId,
    picks: picks.map(pickView),
    walks: walksFor(picks.filter(({ state }) => state === 'open')).map((walk) => ({
      section: walk.section,
      picks: walk.picks.map(({ id }) => id),
    })),
    sections,
    quarantine,
    manifests,
    incidents: incidents.map(incidentView),
    incidentCount: open?.count ?? 0,
    revision: centre.revision,
  }
}
