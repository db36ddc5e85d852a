import type { CentreHours, Holidays } from '../../src/centres/centre.ts'
import type { HallNotice } from '../../src/centres/hall-notice.ts'
import type { Pictogram } from '../../src/centres/pictogram.ts'
import type { BoardView, Estimate } from '../../src/live/events.ts'
import { type Answer, ask } from './api.ts'
import type { Bilingual } from './i18n.ts'

/** One of `GET /api/centres`. */
export interface CentreSummary {
  id: string
  name: Bilingual
  timeZone: string
  /** For good: no tickets are given out any more. */
  closed: boolean
}

/** Those that are closed for good at the end: hardly anybody looks for them. */
export const openFirst = <Centre extends { closed: boolean }>(
  centres: readonly Centre[],
): Centre[] => centres.toSorted((a, b) => Number(a.closed) - Number(b.closed))

export interface ServiceInfo {
  id: string
  prefix: string
  name: Bilingual
  requirements: Bilingual
  targetMin: number
  onlineUrl: string | null
  worksOnCards: boolean
  /** What it is drawn as; null: it is shown by its letter. */
  pictogram: Pictogram | null
  waiting: number
  estimate: Estimate
}

/** `GET /api/centres/:centre`. */
export interface CentreInfo extends CentreSummary {
  open: boolean
  /** When it opens next, ISO; null while it is open, or where that is not known. */
  opensAt: string | null
  /** Until when it is open; null while it is closed. */
  closesAt: string | null
  /** When its business day ends, and with it the numbers of that day. */
  dayEndsAt: string
  hours: CentreHours
  /** From today on. */
  holidays: Holidays
  services: ServiceInfo[]
  counters: { id: string; label: string; section: string | null }[]
  /** What its hall is told, those that are not over. */
  hallNotices: HallNotice[]
  joinFromAnywhere: boolean
  /** When its set-up last changed: a newer one on the board means that it is to be read again. */
  setup: number
  /** The address phones reach this installation under. */
  publicUrl: string
}

/** The answer to `POST /api/centres/:centre/tickets`. */
export interface IssuedTicket {
  id: string
  number: string
  secret: string
  url: string
  ahead: number
  estimate: Estimate
  state: string
}

/**
 * The services of a centre with the counts and estimates of its newest board. While it is closed
 * those of the centre itself: a board is told when something happens, and the doors close by the clock.
 */
export const servicesOn = (
  board: BoardView | undefined,
  { open, services }: Pick<CentreInfo, 'open' | 'services'>,
): ServiceInfo[] =>
  services.map((service) => {
    const line = board?.waiting.find((one) => one.service === service.id)
    if (!line) return service
    return { ...service, waiting: line.count, ...(open && { estimate: line.estimate }) }
  })

const READ_RETRIES = 3

export const fetchCentres = (signal?: AbortSignal): Promise<Answer<CentreSummary[]>> =>
  ask('/api/centres', { retries: READ_RETRIES, ...(signal && { signal }) })

export const fetchCentre = (id: string, signal?: AbortSignal): Promise<Answer<CentreInfo>> =>
  ask(`/api/centres/${encodeURIComponent(id)}`, {
    retries: READ_RETRIES,
    ...(signal && { signal }),
  })

/** The part of the address after the page's name: the centre of `/lobby/isa-town`. */
export const idFromPath = (): string =>
  decodeURIComponent(location.pathname.split('/').filter(Boolean)[1] ?? '')
