import { and, eq, inArray } from 'drizzle-orm'
import { type Command, type Query, query, run, type Step } from '../db/transact.ts'
import { changePick, isLive, type PickRow } from './pick.store.ts'

const livePicksOf = (centreId: string, serials: readonly string[]): Query<PickRow[]> =>
  query((db, t) =>
    db
      .select()
      .from(t.picks)
      .where(and(eq(t.picks.centreId, centreId), isLive, inArray(t.picks.serial, [...serials]))),
  )

/** Serials that one statement is given. */
const SERIALS_AT_ONCE = 500

/**
 * The places of cards are called otherwise, or are others: what is to be fetched or put back is so
 * there.
 * @returns how many picks that were
 */
export function* picksGoAlong(
  command: Command,
  placeOf: ReadonlyMap<string, string>,
  most: number,
): Step<number> {
  const serials = [...placeOf.keys()]
  let picks = 0
  for (let from = 0; from < serials.length; from += SERIALS_AT_ONCE) {
    const some = serials.slice(from, from + SERIALS_AT_ONCE)
    for (const pick of yield* run(livePicksOf(command.centre.id, some))) {
      picks += 1
      if (picks > most) return picks
      yield* changePick(command, pick, { place: placeOf.get(pick.serial) ?? pick.place })
    }
  }
  return picks
}
