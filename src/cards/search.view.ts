import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import { custodyOf } from './custody.store.ts'
import { placeByCode } from './place.store.ts'
import {
  type DrawerMove,
  type DrawerSlot,
  putInto,
  slotsInDrawer,
  takenFrom,
} from './search.store.ts'
import { beside, lastPlaces, startOfYesterday } from './search.ts'

/** Where to look for a card: by its log, its neighbours, and what went on in its drawer. */
export interface SearchList {
  serial: string
  /** Newest first. */
  lastPlaces: { place: string; at: string; action: string; staff: string | null }[]
  /** The slots beside the one it should lie in, itself among them, and the cards in them. */
  neighbours: { place: string; serials: string[] }[]
  /** What was put into its drawer or taken out of it yesterday and today, newest first. */
  sameDrawer: {
    serial: string
    action: string
    at: string
    staff: string | null
    from: string | null
    to: string | null
    /** Where that card lies now: the missing one may have gone along. */
    lies: string | null
  }[]
}

const iso = (ms: number): string => new Date(ms).toISOString()

const MOVES_SHOWN_MAX = 50

/** Slots with their cards, of one row for each card. */
const grouped = (rows: readonly DrawerSlot[]): { code: string; serials: string[] }[] => {
  const slots = new Map<string, string[]>()
  for (const { code, serial } of rows) {
    const serials = slots.get(code) ?? []
    if (serial !== null) serials.push(serial)
    slots.set(code, serials)
  }
  return [...slots].map(([code, serials]) => ({ code, serials }))
}

/** Both sides of what went on in a drawer; what moved within it is on both. */
const merged = (serial: string, sides: readonly DrawerMove[]): DrawerMove[] => {
  const moves = new Map<string, DrawerMove>()
  for (const move of sides)
    if (move.serial !== serial) moves.set(`${move.serial} ${move.revision}`, move)
  return [...moves.values()]
    .toSorted((a, b) => b.at - a.at || b.revision - a.revision)
    .slice(0, MOVES_SHOWN_MAX)
}

/**
 * The list by which a card is searched for in a centre. It reads the card's own log, the slots of
 * one drawer and what was done in them since yesterday, however long the centre has been at work.
 */
export const searchList = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  centreId: string,
  serial: string,
): Promise<SearchList> => {
  const [centre] = await db.read(centreById({ id: centreId }))
  const places = lastPlaces(await db.read(custodyOf({ serial })), centreId)
  const [newest] = places
  const [slot] = newest ? await db.read(placeByCode({ centreId, code: newest.place })) : []
  const drawer = slot?.parent ?? null
  const since = startOfYesterday(clock.now(), centre?.timeZone ?? 'UTC')
  const slots = drawer === null ? [] : grouped(await db.read(slotsInDrawer({ centreId, drawer })))
  const codes = slots.map(({ code }) => code)
  const [put, taken] =
    codes.length === 0
      ? [[], []]
      : await Promise.all([
          db.read(putInto(centreId, codes, since)),
          db.read(takenFrom(centreId, codes, since)),
        ])
  return {
    serial,
    lastPlaces: places.map(({ place, entry }) => ({
      place,
      at: iso(entry.at),
      action: entry.action,
      staff: entry.staffName,
    })),
    neighbours: beside(slots, slot?.code ?? '').map(({ code, serials }) => ({
      place: code,
      serials,
    })),
    sameDrawer: merged(serial, [...put, ...taken]).map((move) => ({
      serial: move.serial,
      action: move.action,
      at: iso(move.at),
      staff: move.staffName,
      from: move.fromPlace,
      to: move.toPlace,
      lies: move.lies,
    })),
  }
}
