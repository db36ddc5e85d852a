import { and, asc, desc, eq, inArray, isNotNull, like, or } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  type Drizzle,
  Overtaken,
  placeholders,
  type Query,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { queueNotice } from '../notices/notice.store.ts'
import { stayOf } from '../notices/notice.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Card, type CardMove, isPlaced, sectionOf } from './card.ts'
import { log } from './custody.store.ts'
import { countHappened, type Happened } from './figure.store.ts'
import { hoursFor } from './figure.ts'
import { endSearches } from './incident.store.ts'
import { countCards } from './place.store.ts'

export type CardRow = Tables['cards']['$inferSelect']

/** Nobody has more cards than this that still matter; the newest are looked at. */
export const CARDS_OF_CITIZEN_MAX = 8

export const cardBySerial = statement<{ serial: string }, CardRow[]>((db, t) =>
  db
    .select()
    .from(t.cards)
    .where(eq(t.cards.serial, $('serial'))),
)

/** A citizen's cards in all centres, the latest changed first. */
export const cardsOfCitizen = statement<{ citizenHash: string }, CardRow[]>((db, t) =>
  db
    .select()
    .from(t.cards)
    .where(eq(t.cards.citizenHash, $('citizenHash')))
    .orderBy(desc(t.cards.stateSince), desc(t.cards.serial))
    .limit(CARDS_OF_CITIZEN_MAX),
)

/** The most cards one search answers. */
export const FOUND_MAX = 100

/**
 * Cards of a centre by serial, owner and place, all that are given; a place that holds places
 * stands for those in it that cards are put in. In the order of their places.
 */
export const findCards = (by: {
  centreId: string
  serial?: string
  citizenHash?: string
  place?: string
}): Query<CardRow[]> =>
  query((db, t) => {
    const { centreId, serial, citizenHash, place } = by
    const slotsOf = (code: string) =>
      db
        .select({ code: t.places.code })
        .from(t.places)
        .where(
          and(
            eq(t.places.centreId, centreId),
            eq(t.places.section, sectionOf(code)),
            inArray(t.places.kind, ['slot', 'quarantine']),
            or(eq(t.places.code, code), like(t.places.code, `${code}-%`)),
          ),
        )
    return db
      .select()
      .from(t.cards)
      .where(
        and(
          eq(t.cards.centreId, centreId),
          serial === undefined ? undefined : eq(t.cards.serial, serial),
          citizenHash === undefined ? undefined : eq(t.cards.citizenHash, citizenHash),
          place === undefined ? undefined : inArray(t.cards.place, slotsOf(place)),
          // Without anything asked for: what lies on the shelves, which an index holds in order.
          serial === undefined && citizenHash === undefined ? isNotNull(t.cards.place) : undefined,
        ),
      )
      .orderBy(asc(t.cards.place), asc(t.cards.serial))
      .limit(FOUND_MAX)
  })

const updateCard = statement<
  Pick<CardRow, 'serial' | 'centreId' | 'state' | 'stateSince' | 'place' | 'readyAt' | 'revision'>,
  { serial: string }[]
>((db, t) =>
  db
    .update(t.cards)
    .set(placeholders(t.cards, ['state', 'stateSince', 'place', 'readyAt', 'revision']))
    .where(and(eq(t.cards.serial, $('serial')), eq(t.cards.centreId, $('centreId'))))
    .returning({ serial: t.cards.serial }),
)

/** Rows that one statement inserts: one round trip and one plan for many cards. */
export const INSERT_ROWS = 100

const insertOf = (rows: number) =>
  statement<Record<string, unknown>, { serial: string }[]>((db: Drizzle, t) =>
    db
      .insert(t.cards)
      .values(
        Array.from({ length: rows }, (_, at) => ({
          serial: $(`serial${at}`),
          centreId: $(`centreId${at}`),
          citizenHash: $(`citizenHash${at}`),
          citizenCipher: $(`citizenCipher${at}`),
          phoneCipher: $(`phoneCipher${at}`),
          applicationHash: $(`applicationHash${at}`),
          language: $(`language${at}`),
          state: $(`state${at}`),
          stateSince: $(`stateSince${at}`),
          place: $(`place${at}`),
          blocked: $(`blocked${at}`),
          manifestId: $(`manifestId${at}`),
          readyAt: $(`readyAt${at}`),
          revision: $(`revision${at}`),
        })),
      )
      .onConflictDoNothing()
      .returning({ serial: t.cards.serial }),
  )
const insertMany = insertOf(INSERT_ROWS)
const insertOne = insertOf(1)

/** A card to be added; not every delivery names the applications that its cards were made for. */
export type NewCard = Omit<CardRow, 'applicationHash'> & Partial<Pick<CardRow, 'applicationHash'>>

const paramsOf = (rows: readonly NewCard[]): Record<string, unknown> => {
  const params: Record<string, unknown> = {}
  for (const [at, row] of rows.entries())
    for (const [column, value] of Object.entries({ applicationHash: null, ...row }))
      params[`${column}${at}`] = value
  return params
}

/**
 * Adds cards; one whose serial is known already is left as it is.
 * @returns the rows that were not added
 */
export function* insertCards(rows: readonly NewCard[]): Step<NewCard[]> {
  const known: NewCard[] = []
  const whole = rows.length - (rows.length % INSERT_ROWS)
  for (let from = 0; from < whole; from += INSERT_ROWS) {
    const batch = rows.slice(from, from + INSERT_ROWS)
    const added = yield* run(insertMany(paramsOf(batch)))
    if (added.length === batch.length) continue
    const serials = new Set(added.map(({ serial }) => serial))
    for (const row of batch) if (!serials.has(row.serial)) known.push(row)
  }
  for (const row of rows.slice(whole)) {
    if ((yield* run(insertOne(paramsOf([row])))).length === 0) known.push(row)
  }
  // Only made-up cards come with a place of their own.
  for (const row of rows)
    if (row.place !== null && !known.includes(row)) yield* countCards(row.centreId, null, row.place)
  return known
}

/** A row read back into the union; a row that cannot be one is a broken database. */
export const cardFrom = (row: CardRow): Card => {
  const { serial, centreId, blocked, readyAt, stateSince, state, place } = row
  const known = { serial, centreId, blocked, readyAt, stateSince }
  if (isPlaced(state)) {
    if (place !== null) return { ...known, state, place }
  } else if (place === null) {
    return { ...known, state, place }
  }
  throw new Error(`card ${serial} is ${state} at ${place ?? 'no place'}`)
}

/** Who moved a card, at which station, and why where that is not plain. */
export interface Scan {
  staffId: string | null
  device?: string | null
  why?: string
  /** The station keeps it as its last scan, to be taken back: nobody is told of it until then. */
  mayUndo?: boolean
}

/** How long nobody is told of a scan that may be taken back: as long as an eye needs to see it. */
const UNDO_MS = 10_000

/**
 * Tells the owner that their card is ready: once in each centre that it becomes ready in, for what
 * they were told of the centre before is not true any more.
 */
function* tellReady(
  command: Command,
  { serial, language, phoneCipher }: CardRow,
  readyAt: number,
  notBefore: number,
): Step<string | null> {
  if (phoneCipher === null) return null
  const { timeZone } = command.centre
  const notice = { kind: 'card_ready' as const, language, phoneCipher, timeZone, notBefore }
  const first = yield* queueNotice(command, { ...notice, subject: serial })
  return first ?? (yield* queueNotice(command, { ...notice, subject: stayOf(serial, readyAt) }))
}

/** How long a card took from its arrival to a shelf, or lay ready until it was handed over. */
const stretchEnded = (row: CardRow, { state, stateSince: now }: Card): Happened[] => {
  if (row.state === 'received' && state === 'shelved')
    return [{ kind: 'to_shelf', upToHours: hoursFor(now - row.stateSince), at: now }]
  if (row.readyAt !== null && state === 'handed_over')
    return [{ kind: 'to_handover', upToHours: hoursFor(now - row.readyAt), at: now }]
  return []
}

/**
 * Stores what a move made of a card: the card, the log, its notice, the event.
 * @throws Overtaken
 */
export function* storeCardMove(
  command: Command,
  row: CardRow,
  { action, card, becomesReady, warnings }: CardMove,
  { staffId, device = null, why, mayUndo = false }: Scan,
): Step<CardRow> {
  if (action === null) return row
  const { centre, revision, tell } = command
  const { serial } = row
  const { state, stateSince, place, readyAt } = card
  const next = { serial, centreId: centre.id, state, stateSince, place, readyAt, revision }
  // No lock is of both centres: a card between them may have come to the other one meanwhile.
  if (!(yield* runOne(updateCard(next)))) throw new Overtaken(`card ${serial} is elsewhere by now`)
  if (row.place !== place) yield* countCards(centre.id, row.place, place)
  const warned = warnings.length > 0 ? warnings.join(' ') : null
  yield* log(command, {
    serial,
    action,
    staffId,
    device,
    fromPlace: row.place,
    toPlace: place,
    why: why ?? warned,
  })
  yield* countHappened(command, stretchEnded(row, card))
  if (row.state === 'missing' || row.state === 'damaged')
    yield* endSearches(centre.id, serial, command.now)
  const notBefore = stateSince + (mayUndo ? UNDO_MS : 0)
  const noticeId = becomesReady ? yield* tellReady(command, row, stateSince, notBefore) : null
  tell({ type: 'card_changed', subject: serial, ...(noticeId !== null && { noticeId }) })
  return { ...row, state, stateSince, place, readyAt, revision }
}

/** A card that somebody has in hand for a box or a list; what it is and where it belongs stays. */
export function* logInHand(
  command: Command,
  { serial, place }: CardRow,
  action: 'packed' | 'listed',
  { staffId, why }: Pick<Scan, 'staffId'> & { why: string },
): Step<void> {
  const stays = { fromPlace: place, toPlace: place }
  yield* log(command, { serial, action, staffId, device: null, why, ...stays })
}

/** Where and when something is asked: a command, or a question that changes nothing. */
export interface Where extends Pick<Command, 'now'> {
  centre: Pick<Command['centre'], 'id'>
}

/** A card that must be in this centre to be touched. */
export function* cardHere({ centre }: Where, serial: string): Step<CardRow | Refusal> {
  const row = yield* runOne(cardBySerial({ serial }))
  if (!row) return refuse('unknown_card', { serial })
  return row.centreId === centre.id ? row : refuse('card_not_here', { serial })
}
