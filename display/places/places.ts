import { countOf, type Description, readDescription } from '../../src/cards/place.ts'
import type { ListedPlaceView, PlacesView, PlaceView } from '../../src/cards/place.view.ts'
import type { PlaceMerged } from '../../src/cards/place-merge.store.ts'
import type { PlaceMoved } from '../../src/cards/place-move.store.ts'
import type { Answer } from '../shared/api.ts'
import { askStaff, post } from '../shared/session.ts'

export type Listed = ListedPlaceView

const base = (centreId: string): string => `/api/centres/${encodeURIComponent(centreId)}`
const at = (centreId: string, code: string): string =>
  `${base(centreId)}/places/${encodeURIComponent(code)}`

/** What lies right in a place, or the outermost places; a page at a time. */
export const listPlaces = (
  centreId: string,
  holder: string | null,
  after: string | null,
  signal?: AbortSignal,
): Promise<Answer<PlacesView>> => {
  const query = new URLSearchParams({
    ...(holder !== null && { in: holder }),
    ...(after !== null && { after }),
  })
  return askStaff(`${base(centreId)}/places?${query}`, { retries: 1, ...(signal && { signal }) })
}

export interface Made {
  places: number
  added: number
  next: number | null
}

/** Making many places takes many requests; each goes on for two seconds. */
const MAKING_MAX_MS = 20_000

/** A stretch of a description. Sent again it adds nothing twice, so it may be repeated. */
export const makePlaces = (
  centreId: string,
  description: string,
  from: number,
): Promise<Answer<Made>> =>
  askStaff(`${base(centreId)}/places`, {
    method: 'POST',
    body: { description, from },
    timeoutMs: MAKING_MAX_MS,
  })

export const editPlace = (
  centreId: string,
  code: string,
  to: { nameAr: string; nameEn: string; capacity?: number },
): Promise<Answer<PlaceView>> => post(at(centreId, code), to)

export const removePlace = (centreId: string, code: string): Promise<Answer<{ removed: number }>> =>
  askStaff(at(centreId, code), { method: 'DELETE' })

export const movePlace = (
  centreId: string,
  code: string,
  into: string,
): Promise<Answer<PlaceMoved>> => post(`${at(centreId, code)}/move`, { into })

export const mergePlace = (
  centreId: string,
  code: string,
  into: string,
): Promise<Answer<PlaceMerged>> => post(`${at(centreId, code)}/merge`, { into })

export type Scope = 'itself' | 'parts' | 'all'

/** Where the sheets of labels are. */
export const sheetAt = (centreId: string, code: string, scope: Scope): string =>
  `${at(centreId, code)}/labels?scope=${scope}`

export interface LabelPrint {
  id: string
  labels: number
  state: 'queued' | 'printing' | 'printed' | 'failed'
  failure?: string | null
}

export const printLabels = (
  centreId: string,
  code: string,
  order: { printer: string; scope: Scope },
): Promise<Answer<LabelPrint>> => post(`${at(centreId, code)}/labels`, order)

export const labelPrint = (centreId: string, id: string): Promise<Answer<LabelPrint>> =>
  askStaff(`${base(centreId)}/label-prints/${encodeURIComponent(id)}`, { retries: 1 })

export const listPrinters = (
  centreId: string,
  signal?: AbortSignal,
): Promise<Answer<{ printers: { id: string; name: string }[] }>> =>
  askStaff(`${base(centreId)}/printers`, { retries: 1, ...(signal && { signal }) })

export const makingKinds = ['section', 'quarantine', 'transit_box'] as const
export type MakingKind = Description['kind']

/** The description that a form's fields stand for. */
export const describe = (
  kind: MakingKind,
  code: string,
  field: (name: string) => string,
): string => {
  const section = code.trim().toUpperCase()
  if (kind === 'quarantine') return `${section}: quarantine of ${field('capacity')}`
  if (kind === 'transit_box') return `${section}: transit box of ${field('capacity')}`
  const [cabinets, drawers, slots] = ['cabinets', 'drawers', 'slots'].map(field)
  const each = field('each') === '1' ? '' : ` of ${field('each')}`
  return `${section}: ${cabinets} cabinets × ${drawers} drawers × ${slots} slots${each}`
}

/** How many places a description makes; null for one that cannot be read. */
export const countIn = (description: string): number | null => {
  const read = readDescription(description)
  return 'refused' in read ? null : countOf(read)
}
