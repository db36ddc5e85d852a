/** What clients were told, as they themselves noted it. */

export type Deed =
  | {
      what: 'issue'
      ticket: string
      number: string
      requestId: string
      slip: boolean
      sms: boolean
    }
  | { what: 'move'; event: MoveEvent; ticket: string; counter: string }
  | { what: 'scan'; serial: string; place: string }

/** The events that an answer at a counter stands for. */
export type MoveEvent =
  | 'ticket_called'
  | 'ticket_recalled'
  | 'ticket_serving'
  | 'ticket_served'
  | 'ticket_no_show'
  | 'ticket_parked'
  | 'ticket_transferred'

/** An answer that said: it is done. Times are milliseconds of the monotonic clock. */
export type Acknowledged = Deed & { askedAt: number; toldAt: number }

export interface Ledger {
  readonly acknowledged: readonly Acknowledged[]
  /** When each try to write began and ended, whatever came of it. */
  readonly tries: readonly { askedAt: number; endedAt: number }[]
  /** How many answers there were of each kind that were no acknowledgement: `503 cannot_write`. */
  readonly refusals: ReadonlyMap<string, number>
  note(deed: Deed, askedAt: number): void
  tried(askedAt: number, refusal: string | null): void
}

export const openLedger = (): Ledger => {
  const acknowledged: Acknowledged[] = []
  const tries: { askedAt: number; endedAt: number }[] = []
  const refusals = new Map<string, number>()
  return {
    acknowledged,
    tries,
    refusals,
    note: (deed, askedAt) =>
      void acknowledged.push({ ...deed, askedAt, toldAt: performance.now() }),
    tried: (askedAt, refusal) => {
      tries.push({ askedAt, endedAt: performance.now() })
      if (refusal) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1)
    },
  }
}

/**
 * The longest time, in milliseconds, in which people kept trying and nothing was acknowledged.
 * @param from and `until`: the time in which people tried
 */
export const longestOutage = (
  acknowledged: readonly { toldAt: number }[],
  from: number,
  until: number,
): number => {
  const moments = acknowledged.map(({ toldAt }) => toldAt).filter((at) => at > from && at < until)
  const all = [from, ...moments.sort((a, b) => a - b), until]
  return all.reduce((longest, at, index) => Math.max(longest, at - (all[index - 1] ?? at)), 0)
}

/** From a moment to the first acknowledgement after it, in milliseconds; null when none came. */
export const firstAfter = (
  acknowledged: readonly { toldAt: number }[],
  moment: number,
): number | null => {
  const later = acknowledged.map(({ toldAt }) => toldAt - moment).filter((ms) => ms >= 0)
  return later.length === 0 ? null : Math.min(...later)
}
