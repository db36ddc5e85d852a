import { and, asc, count, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, query, run, type Step, statement } from '../db/transact.ts'

/** The most rows of a table that one step erases, so that nobody waits behind it. */
const SLICE_MAX = 200

interface Before extends Record<string, unknown> {
  centreId: string
  before: number
}

// A partial index is used only where its condition stands in the query to the letter.
const visitsToForget = (t: Tables) =>
  and(
    eq(t.tickets.centreId, $('centreId')),
    lt(t.tickets.endedAt, $('before')),
    sql`(phone_hash is not null or citizen_hash is not null or push_cipher is not null)`,
  )

export const ticketsToForget = statement<Before, { id: string }[]>((db, t) =>
  db.select({ id: t.tickets.id }).from(t.tickets).where(visitsToForget(t)).limit(SLICE_MAX),
)

/** How many visits there are to forget; at most `upTo`, so that it costs no more than that. */
export const countToForget = statement<Before & { upTo: number }, { count: number }[]>((db, t) => {
  const some = db
    .select({ id: t.tickets.id })
    .from(t.tickets)
    .where(visitsToForget(t))
    .limit($('upTo'))
    .as('some')
  return db.select({ count: count() }).from(some)
})

export const noticesToForget = statement<Before, { id: string }[]>((db, t) =>
  db
    .select({ id: t.notices.id })
    .from(t.notices)
    .where(
      and(
        eq(t.notices.centreId, $('centreId')),
        lt(t.notices.queuedAt, $('before')),
        sql`phone_cipher <> ''`,
        sql`state not in ('queued', 'sending')`,
      ),
    )
    .limit(SLICE_MAX),
)

export const cardsToForget = statement<Before, { serial: string }[]>((db, t) =>
  db
    .select({ serial: t.cards.serial })
    .from(t.cards)
    .where(
      and(
        eq(t.cards.centreId, $('centreId')),
        lt(t.cards.stateSince, $('before')),
        sql`state in ('handed_over', 'expired') and citizen_cipher <> ''`,
      ),
    )
    .limit(SLICE_MAX),
)

export const handoversToForget = statement<Before, { serial: string }[]>((db, t) =>
  db
    .select({ serial: t.handovers.serial })
    .from(t.handovers)
    .where(
      and(
        eq(t.handovers.centreId, $('centreId')),
        lt(t.handovers.at, $('before')),
        sql`(representative_cipher is not null or signature_cipher is not null)`,
      ),
    )
    .limit(SLICE_MAX),
)

/** Notes on visits that ended so long ago. */
export const notesToForget = statement<Before, { id: string }[]>((db, t) =>
  db
    .select({ id: t.ticketNotes.id })
    .from(t.ticketNotes)
    .innerJoin(t.tickets, eq(t.tickets.id, t.ticketNotes.ticketId))
    .where(
      and(
        eq(t.ticketNotes.centreId, $('centreId')),
        lt(t.ticketNotes.at, $('before')),
        lt(t.tickets.endedAt, $('before')),
      ),
    )
    .limit(SLICE_MAX),
)

/** The oldest of the outbox that was handed on. */
export const eventsToForget = statement<Before, { revision: number }[]>((db, t) =>
  db
    .select({ revision: t.events.revision })
    .from(t.events)
    .innerJoin(t.relayCursors, eq(t.relayCursors.centreId, t.events.centreId))
    .where(
      and(
        eq(t.events.centreId, $('centreId')),
        lt(t.events.at, $('before')),
        lte(t.events.revision, t.relayCursors.revision),
      ),
    )
    .orderBy(asc(t.events.revision))
    .limit(SLICE_MAX),
)

/** What providers called parts, of all centres alike: no receipt comes so late. */
export const noticePartsToForget = statement<{ before: number }, { at: number }[]>((db, t) =>
  db
    .select({ at: t.noticeParts.at })
    .from(t.noticeParts)
    .where(lt(t.noticeParts.at, $('before')))
    .orderBy(asc(t.noticeParts.at))
    .limit(SLICE_MAX),
)

/** Scans of all centres alike: no station sends one again, or takes it back, so late. */
export const scansToForget = statement<{ before: number }, { at: number }[]>((db, t) =>
  db
    .select({ at: t.scans.at })
    .from(t.scans)
    .where(lt(t.scans.at, $('before')))
    .orderBy(asc(t.scans.at))
    .limit(SLICE_MAX),
)

/** Scans out of deliveries, likewise. */
export const manifestScansToForget = statement<{ before: number }, { at: number }[]>((db, t) =>
  db
    .select({ at: t.manifestScans.at })
    .from(t.manifestScans)
    .where(lt(t.manifestScans.at, $('before')))
    .orderBy(asc(t.manifestScans.at))
    .limit(SLICE_MAX),
)

/** Askings for cards whose week is over: they count no longer. */
export const askingsToForget = statement<{ before: number }, { at: number }[]>((db, t) =>
  db
    .select({ at: t.askings.weekFrom })
    .from(t.askings)
    .where(lt(t.askings.weekFrom, $('before')))
    .orderBy(asc(t.askings.weekFrom))
    .limit(SLICE_MAX),
)

const deleteAskings = statement<{ upTo: number }, unknown>((db, t) =>
  db.delete(t.askings).where(lte(t.askings.weekFrom, $('upTo'))),
)

const deleteScans = statement<{ upTo: number }, unknown>((db, t) =>
  db.delete(t.scans).where(lte(t.scans.at, $('upTo'))),
)

const deleteManifestScans = statement<{ upTo: number }, unknown>((db, t) =>
  db.delete(t.manifestScans).where(lte(t.manifestScans.at, $('upTo'))),
)

const deleteNoticeParts = statement<{ upTo: number }, unknown>((db, t) =>
  db.delete(t.noticeParts).where(lte(t.noticeParts.at, $('upTo'))),
)

const deleteEvents = statement<{ centreId: string; upTo: number }, unknown>((db, t) =>
  db
    .delete(t.events)
    .where(and(eq(t.events.centreId, $('centreId')), lte(t.events.revision, $('upTo')))),
)

/** A request is remembered under the phone's hash, so that goes too; the visit itself stays. */
const forgetTickets = (ids: string[]) =>
  query((db, t) =>
    db
      .update(t.tickets)
      .set({
        phoneCipher: null,
        phoneHash: null,
        pushCipher: null,
        citizenCipher: null,
        citizenHash: null,
        requestedBy: 'forgotten',
        requestId: sql`${t.tickets.id}`,
      })
      .where(inArray(t.tickets.id, ids)),
  )

const forgetNotes = (ids: string[]) =>
  query((db, t) => db.delete(t.ticketNotes).where(inArray(t.ticketNotes.id, ids)))

const forgetNotices = (ids: string[]) =>
  query((db, t) => db.update(t.notices).set({ phoneCipher: '' }).where(inArray(t.notices.id, ids)))

/** Held to the centre as well: between reading and this, another one may have taken a card over. */
const forgetCards = (centreId: string, serials: string[]) =>
  query((db, t) =>
    db
      .update(t.cards)
      .set({ citizenHash: '', citizenCipher: '', phoneCipher: null, applicationHash: null })
      .where(and(eq(t.cards.centreId, centreId), inArray(t.cards.serial, serials))),
  )

const forgetHandovers = (serials: string[]) =>
  query((db, t) =>
    db
      .update(t.handovers)
      .set({ representativeCipher: null, signatureCipher: null })
      .where(inArray(t.handovers.serial, serials)),
  )

/**
 * Erases one slice of what a centre has kept for its time: citizen ids, phones, browsers, notes,
 * representatives and signatures, the old part of the outbox, what providers called messages, and
 * askings that count no longer. Visits, calls and custody stay, without anybody's data.
 * @returns how many rows there were; fewer than a full slice of each: nothing is left
 */
export function* forgetSlice(
  centreId: string,
  before: { personal: number; events: number },
): Step<{ forgotten: number; isMore: boolean }> {
  const personal = { centreId, before: before.personal }
  const tickets = (yield* run(ticketsToForget(personal))).map(({ id }) => id)
  if (tickets.length > 0) yield* run(forgetTickets(tickets))
  const notes = (yield* run(notesToForget(personal))).map(({ id }) => id)
  if (notes.length > 0) yield* run(forgetNotes(notes))
  const notices = (yield* run(noticesToForget(personal))).map(({ id }) => id)
  if (notices.length > 0) yield* run(forgetNotices(notices))
  const cards = (yield* run(cardsToForget(personal))).map(({ serial }) => serial)
  if (cards.length > 0) yield* run(forgetCards(centreId, cards))
  const handovers = (yield* run(handoversToForget(personal))).map(({ serial }) => serial)
  if (handovers.length > 0) yield* run(forgetHandovers(handovers))
  const events = yield* run(eventsToForget({ centreId, before: before.events }))
  const last = events.at(-1)
  if (last) yield* run(deleteEvents({ centreId, upTo: last.revision }))
  const parts = yield* run(noticePartsToForget({ before: before.events }))
  const lastPart = parts.at(-1)
  if (lastPart) yield* run(deleteNoticeParts({ upTo: lastPart.at }))
  const scans = yield* run(scansToForget({ before: before.events }))
  const lastScan = scans.at(-1)
  if (lastScan) yield* run(deleteScans({ upTo: lastScan.at }))
  const arrivals = yield* run(manifestScansToForget({ before: before.events }))
  const lastArrival = arrivals.at(-1)
  if (lastArrival) yield* run(deleteManifestScans({ upTo: lastArrival.at }))
  const askings = yield* run(askingsToForget({ before: before.events }))
  const lastAsking = askings.at(-1)
  if (lastAsking) yield* run(deleteAskings({ upTo: lastAsking.at }))
  const counts = [
    tickets,
    notes,
    notices,
    cards,
    handovers,
    events,
    parts,
    scans,
    arrivals,
    askings,
  ].map(({ length }) => length)
  return {
    forgotten: counts.reduce((sum, count) => sum + count, 0),
    isMore: counts.includes(SLICE_MAX),
  }
}
