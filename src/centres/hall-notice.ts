import type { Bilingual } from '../language.ts'

/** What a centre tells everybody in its hall, on the lobby's screens. */
export interface HallNotice {
  text: Bilingual
  /** The last local day on which it hangs (`2026-12-16`); null: until it is taken away. */
  lastDay: string | null
}

/** More would turn so seldom that nobody who waits sees them all. */
export const HALL_NOTICES_MAX = 8
/** Letters in each language: what is read from a wall in the eight seconds that it stands there. */
export const HALL_NOTICE_MAX = 200

/** Those that hang on a day, in their order. @param today the local day, `2026-12-16` */
export const hangingOn = (notices: readonly HallNotice[], today: string): HallNotice[] =>
  notices.filter(({ lastDay }) => lastDay === null || lastDay >= today)
