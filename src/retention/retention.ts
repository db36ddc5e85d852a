import type { CentreSettings } from '../centres/centre.ts'
import { unsetSettings } from '../centres/limits.ts'

const DAY_MS = 24 * 60 * 60_000
/** How long the outbox is kept after it was handed on: for whoever looks into what happened. */
const EVENTS_DAYS = 7

/** Up to which moments (epoch milliseconds) a centre forgets. Rule: domain.md, "Privacy". */
export const forgetBefore = (
  now: number,
  { retentionDays = unsetSettings.retentionDays }: Pick<CentreSettings, 'retentionDays'>,
): { personal: number; events: number } => ({
  personal: now - retentionDays * DAY_MS,
  events: now - EVENTS_DAYS * DAY_MS,
})

/** Whoever is told that it comes to so many thinks again; to count on would only cost time. */
export const COUNTED_MAX = 10_000
