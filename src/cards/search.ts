import { DateTime } from 'luxon'

/** The places a card was at last that are worth a look. */
export const LAST_PLACES_MAX = 5
/** Slots on either side of the one it should lie in: cards slip, and hands miss. */
const NEIGHBOURS = 2

/** When yesterday began in a centre, epoch milliseconds: who fetched or shelved since may know. */
export const startOfYesterday = (now: number, timeZone: string): number =>
  DateTime.fromMillis(now, { zone: timeZone }).startOf('day').minus({ days: 1 }).toMillis()

/** What is known of a step of a card. */
interface Entry {
  centreId: string
  fromPlace: string | null
  toPlace: string | null
}

/**
 * The last places of a card in a centre, by its log, newest first and each once.
 * @param entries newest first
 */
export const lastPlaces = <E extends Entry>(
  entries: readonly E[],
  centreId: string,
): { place: string; entry: E }[] => {
  const seen = new Map<string, E>()
  for (const entry of entries) {
    if (entry.centreId !== centreId) continue
    for (const place of [entry.toPlace, entry.fromPlace])
      if (place !== null && !seen.has(place)) seen.set(place, entry)
  }
  return [...seen].slice(0, LAST_PLACES_MAX).map(([place, entry]) => ({ place, entry }))
}

/**
 * The slots beside one, itself among them, in the order in which they stand.
 * @param drawer all slots of its drawer, in that order
 */
export const beside = <S extends { code: string }>(drawer: readonly S[], code: string): S[] => {
  const at = drawer.findIndex((slot) => slot.code === code)
  return at < 0 ? [] : drawer.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
}
