import type { Bilingual } from '../language.ts'
import type { TicketClass, TicketLimits } from '../tickets/ticket.ts'
import type { HallNotice } from './hall-notice.ts'
import type { Pictogram } from './pictogram.ts'

/**
 * Opening hours by ISO weekday (1 Monday … 7 Sunday), local `HH:MM`; a missing day is closed. One
 * that closes no later than it opens closes on the next day.
 */
export type CentreHours = Record<string, { opens: string; closes: string }>

/** Days that are not like their weekday, by their date (`2026-12-16`); null: closed all day. */
export type Holidays = Record<string, { opens: string; closes: string } | null>

/** What a supervisor may set; every limit has a unit in its name. */
export interface CentreSettings extends TicketLimits {
  /** Points a minute of waiting, by class: the accumulating-priority policy. */
  rates: Record<TicketClass, number>
  /** At how many ahead the "nearly your turn" notice is written. */
  nearlyAhead: number
  /** Whether a phone may take a ticket without the short-lived code of the lobby's QR. */
  joinFromAnywhere: boolean
  /** The most tickets one phone number may take in a business day. */
  ticketsPerPhone: number
  /** How long citizen ids and phones are kept after a visit or a handover; 90 where it is not set. */
  retentionDays?: number
  /** For how many of the centre's working days a ready card is kept; 60 where it is not set. */
  cardExpiresAfterDays?: number
  /**
   * Whether two members of staff answer for a handover with neither pickup code nor signature; not
   * where it is not set.
   */
  receiptNeeded?: boolean
  /** What its hall is told, in the order in which it turns; what it is already where nothing is said. */
  hallNotices?: HallNotice[]
}

export type PlaceKind = 'section' | 'cabinet' | 'drawer' | 'slot' | 'transit_box' | 'quarantine'

/** How a service is set up. */
export interface ServiceSetup {
  prefix: string
  name: Bilingual
  requirements: Bilingual
  targetMin: number
  onlineUrl: string | null
  worksOnCards: boolean
  /** What it is drawn as; null: nothing; what it is already where nothing is said. */
  pictogram?: Pictogram | null
  /** Whether tickets are given out for it. */
  active: boolean
}

/** What of a centre as a whole is set up, beside its settings. */
export interface CentreSetup {
  name: Bilingual
  /** As the IANA names it; what it is already where nothing is said. */
  timeZone?: string
  /** Local minutes after midnight at which one business day becomes the next. */
  dayEndsAtMin: number
  hours: CentreHours
  holidays: Holidays
}

/** What a centre goes by before anybody has set anything. */
export const usualSettings: CentreSettings = {
  rates: { regular: 1, appointment: 2, priority: 3, express: 3 },
  recallsMax: 3,
  noShowAfterSec: 60,
  returnWithinMin: 15,
  nearlyAhead: 3,
  joinFromAnywhere: false,
  ticketsPerPhone: 5,
}

/** Whether the runtime knows a time zone: every local time is reckoned by it. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== null
  } catch {
    // Expected: a RangeError for a name that it does not know.
    return false
  }
}

/** A code that stands in addresses and files: small letters, digits and hyphens. */
export const CODE = '^[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?$'
export const CODE_MAX = 40

/** A letter that cannot be taken for a digit. */
export const PREFIX = '^[A-HJ-NPR-Z]$'

export const isPrefix = (prefix: string): boolean => new RegExp(PREFIX).test(prefix)

/** A ticket number as somebody typed it (`a-14`, `A14`), in the form it is kept in. */
export const numberFrom = (typed: string): string => {
  const [, prefix, ordinal] = /^\s*([A-Za-z])[\s-]*0*(\d+)\s*$/.exec(typed) ?? []
  return prefix && ordinal
    ? ticketNumber(prefix.toUpperCase(), Number(ordinal))
    : typed.trim().toUpperCase()
}

/** `A-014`: at least three digits, more when the day is long. */
export const ticketNumber = (prefix: string, ordinal: number): string =>
  `${prefix}-${String(ordinal).padStart(3, '0')}`
