import { sql } from 'drizzle-orm'
import type { OutboxEvent } from '../live/outbox-events.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import {
  $,
  type CentreRow,
  type Command,
  centreById,
  type EventRow,
  type Held,
  type HeldRow,
  type Params,
  placeholders,
  type Query,
  run,
  runOne,
  type Step,
  statement,
} from './transact.ts'

/** Moves the revision, which locks the centre against other connections. */
const moveRevision = statement<{ id: string }, CentreRow[]>((db, t) =>
  db
    .update(t.centres)
    .set({ revision: sql`${t.centres.revision} + 1` })
    .where(sql`${t.centres.id} = ${$('id')}`)
    .returning(),
)

const saveRevision = statement<{ id: string; revision: number }, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['revision']))
    .where(sql`${t.centres.id} = ${$('id')}`),
)

/** So many events in one statement; each value is named with its event's place among them. */
const insertEvents = (amount: number) => {
  const names = Array.from({ length: amount }, (_, at) => ({
    centreId: `centreId${at}`,
    revision: `revision${at}`,
    ordinal: `ordinal${at}`,
    type: `type${at}`,
    subject: `subject${at}`,
    data: `data${at}`,
    at: `at${at}`,
  }))
  const insert = statement<Params, unknown>((db, t) =>
    db.insert(t.events).values(
      names.map((name) => ({
        centreId: $(name.centreId),
        revision: $(name.revision),
        ordinal: $(name.ordinal),
        type: $(name.type),
        subject: $(name.subject),
        data: $(name.data),
        at: $(name.at),
      })),
    ),
  )
  return (events: readonly EventRow[], from: number) => {
    const values: Params = {}
    for (const [place, name] of names.entries()) {
      const event = events[from + place]
      if (!event) throw new Error(`fewer events than ${amount}`)
      values[name.centreId] = event.centreId
      values[name.revision] = event.revision
      values[name.ordinal] = event.ordinal
      values[name.type] = event.type
      values[name.subject] = event.subject
      values[name.data] = event.data
      values[name.at] = event.at
    }
    return insert(values)
  }
}
const insertOne = insertEvents(1)
const AT_ONCE = 8
const insertSome = insertEvents(AT_ONCE)

/** The most events of one command: a turn of the relay takes them whole (see outbox.ts). */
const EVENTS_MAX = 450

/** A command that has entered its centre. */
export interface Entered {
  /** With the revision that the command makes. */
  centre: CentreRow
  held: Held
  /** Asked last of a command that is kept. */
  leave(events: readonly EventRow[]): void
}

/** How the commands of one batch pass through their centres one after another. */
export interface CentreOrder {
  /**
   * The centre as the command before this one left it.
   * @param isNew the command has just made it
   */
  enter(centreId: string, isNew: boolean): Step<Entered | undefined>
}

interface HeldValue {
  value: unknown
  /** Writes it; null: it stands in its table as it is here. */
  store: (() => Step<void>) | null
}

/** What one command holds, over what those before it in the batch left. */
const holding = (left: ReadonlyMap<string, HeldValue>) => {
  const own = new Map<string, HeldValue>()
  const nameOf = (row: { name: string }, key: object) =>
    `${row.name}\n${Object.values(key).join('\n')}`
  const known = (name: string) => own.get(name) ?? left.get(name)
  const held: Held = {
    *get<K extends Params, V>(row: HeldRow<K, V>, key: K) {
      const name = nameOf(row, key)
      const found = known(name)
      if (found) return found.value as V
      const value = yield* row.read(key)
      own.set(name, { value, store: null })
      return value
    },
    set: (row, key, value) => {
      const { write } = row
      own.set(nameOf(row, key), { value, store: write ? () => write(key, value) : null })
    },
    change: (row, key, by) => {
      const found = known(nameOf(row, key))
      if (found) held.set(row, key, by(found.value as Parameters<typeof by>[0]))
    },
  }
  return { own, held }
}

/**
 * The order of one batch, which nobody else disturbs: a centre is read for the first of its
 * commands, and its revision, what is held and the events are written after the last, so a command
 * that is refused before it wrote has nothing to be undone.
 */
export const batchOrder = (): CentreOrder & {
  /**
   * Locks a centre for the whole batch, where other connections write too. The lock must not be
   * taken within a savepoint, whose end without success would give it back.
   */
  lock(centreId: string): Step<void>
  /** Whether any command was kept. */
  hasMoved(): boolean
  /** Writes what was left to the end. */
  settle(): Step<void>
} => {
  /** The revisions with which centres were locked, as they stand in the table; null: not there. */
  const locked = new Map<string, number | null>()
  const moved = new Map<string, number>()
  const unchanged = new Map<string, CentreRow>()
  const left = new Map<string, HeldValue>()
  const told: EventRow[] = []

  const leave = (centre: CentreRow, own: ReadonlyMap<string, HeldValue>) => {
    moved.set(centre.id, centre.revision)
    for (const [name, value] of own) left.set(name, value)
    // Whatever changes its set-up says so in the row (see changes/change.store.ts): it is read anew.
    if (centre.setupRevision === centre.revision) unchanged.delete(centre.id)
    else unchanged.set(centre.id, centre)
  }

  return {
    *lock(centreId) {
      const row = yield* runOne(moveRevision({ id: centreId }))
      locked.set(centreId, row?.revision ?? null)
      if (row) unchanged.set(centreId, { ...row, revision: row.revision - 1 })
    },
    *enter(centreId, isNew) {
      // Another connection may have made it since, and whoever has no lock must not write there.
      if (locked.get(centreId) === null && !isNew && !moved.has(centreId)) return undefined
      const row = unchanged.get(centreId) ?? (yield* runOne(centreById({ id: centreId })))
      if (!row) return undefined
      const before = moved.get(centreId) ?? row.revision
      const centre = { ...row, revision: before + 1 }
      const { own, held } = holding(left)
      return {
        centre,
        held,
        leave: (events) => {
          told.push(...events)
          leave(centre, own)
        },
      }
    },
    hasMoved: () => moved.size > 0,
    *settle() {
      for (const { store } of left.values()) if (store) yield* store()
      let at = 0
      for (; at + AT_ONCE <= told.length; at += AT_ONCE) yield* run(insertSome(told, at))
      for (; at < told.length; at++) yield* run(insertOne(told, at))
      for (const [id, revision] of moved)
        if (locked.get(id) !== revision) yield* run(saveRevision({ id, revision }))
    },
  }
}

/**
 * A command with what goes round it: the revision and the outbox. Its time is read under
 * the lock: read before, a later number could have waited longer than an earlier one, as far as its
 * own process knew, and would be called first.
 * @param keep is handed what it told, as it stands in the outbox once this is committed
 */
export function* ordered<R>(
  centreId: string,
  clock: { now(): number },
  order: CentreOrder,
  body: (command: Command) => Step<R | Refusal>,
  {
    founding,
    keep,
  }: {
    founding?: Query<unknown[]> | undefined
    keep?: (revision: number, events: readonly EventRow[]) => void
  } = {},
): Step<R | Refusal> {
  if (founding && !(yield* runOne(founding))) return refuse('centre_exists', { centre: centreId })
  const entered = yield* order.enter(centreId, founding !== undefined)
  if (!entered) return refuse('unknown_centre')
  const { centre, held, leave } = entered
  const { revision } = centre
  const now = clock.now()
  const told: OutboxEvent[] = []
  const tell = (event: OutboxEvent) => {
    if (told.length >= EVENTS_MAX) throw new Error('a command tells too much; split it')
    told.push(event)
  }
  const result = yield* body({ centre, revision, now, tell, held })
  if (isRefusal(result)) return result
  const events = told.map(({ type, subject, ...data }, ordinal) => ({
    centreId,
    revision,
    ordinal,
    type,
    subject,
    data,
    at: now,
  }))
  leave(events)
  keep?.(revision, events)
  return result
}
