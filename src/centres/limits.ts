/** The least and the most of each number by which a centre is set up. */
export const limits = {
  targetMin: { minimum: 1, maximum: 240 },
  rate: { minimum: 0.1, maximum: 100 },
  recallsMax: { minimum: 0, maximum: 20 },
  noShowAfterSec: { minimum: 0, maximum: 3600 },
  noShowAfterRecalls: { minimum: 0, maximum: 20 },
  returnWithinMin: { minimum: 0, maximum: 480 },
  nearlyAhead: { minimum: 0, maximum: 50 },
  ticketsPerPhone: { minimum: 1, maximum: 100 },
  retentionDays: { minimum: 1, maximum: 3650 },
  cardExpiresAfterDays: { minimum: 1, maximum: 1000 },
} as const

/** What holds where a centre never said: to say so then is no change. */
export const unsetSettings = {
  noShowAfterRecalls: 0,
  retentionDays: 90,
  cardExpiresAfterDays: 60,
  receiptNeeded: false,
}
