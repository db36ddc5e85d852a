import { and, asc, eq } from 'drizzle-orm'
import { allServicesOf } from '../centres/service.store.ts'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { CounterRow } from './counter.store.ts'
import { type CounterSetup, nextCounterId } from './counter.ts'

/** More than any hall has. */
export const COUNTERS_MAX = 200

/** The counters of a centre, those that are not in use as well. */
export const allCountersOf = statement<{ centreId: string }, CounterRow[]>((db, t) =>
  db
    .select()
    .from(t.counters)
    .where(eq(t.counters.centreId, $('centreId')))
    .orderBy(asc(t.counters.id)),
)

const insertCounter = statement<CounterRow, unknown>((db, t) =>
  db.insert(t.counters).values(placeholders(t.counters)),
)

const updateSetup = statement<Pick<CounterRow, keyof CounterSetup | 'id'>, unknown>((db, t) =>
  db
    .update(t.counters)
    .set(placeholders(t.counters, ['label', 'section', 'capabilities', 'active']))
    .where(eq(t.counters.id, $('id'))),
)

const sectionOf = statement<{ centreId: string; section: string }, { code: string }[]>((db, t) =>
  db
    .select({ code: t.places.code })
    .from(t.places)
    .where(
      and(
        eq(t.places.centreId, $('centreId')),
        eq(t.places.code, $('section')),
        eq(t.places.kind, 'section'),
      ),
    ),
)

export const counterSetupOf = (row: CounterRow): CounterSetup => ({
  label: row.label,
  section: row.section,
  capabilities: row.capabilities,
  active: row.active,
})

/** Why a counter cannot be what is asked for; null: it can. */
function* objection(
  { centre }: Command,
  before: CounterRow | undefined,
  setup: CounterSetup,
  all: readonly CounterRow[],
): Step<Refusal | null> {
  const { label, section, capabilities, active } = setup
  const others = all.filter((one) => one.active && one.id !== before?.id)
  // Two of the same label could not be told apart by whoever is called.
  if (active && others.some((one) => one.label === label)) return refuse('label_taken', { label })
  if (section !== null && !(yield* runOne(sectionOf({ centreId: centre.id, section }))))
    return refuse('unknown_section', { section })
  const services = yield* run(allServicesOf({ centreId: centre.id }))
  const strange = capabilities.find((id) => !services.some((service) => service.id === id))
  if (strange !== undefined) return refuse('unknown_service', { service: strange })
  if (before?.active && !active && before.state !== 'closed')
    return refuse('counter_not_closed', { label: before.label })
  return null
}

/** Makes a counter as it is asked for. @param id null: one more, with an id of its own */
export function* putCounter(
  command: Command,
  author: Author,
  id: string | null,
  setup: CounterSetup,
): Step<CounterRow | Refusal> {
  const centreId = command.centre.id
  const all = yield* run(allCountersOf({ centreId }))
  const before = all.find((one) => one.id === id)
  const no = yield* objection(command, before, setup, all)
  if (no) return no
  if (!before && all.length >= COUNTERS_MAX) return refuse('list_full')
  const after: CounterSetup = { ...setup, capabilities: [...new Set(setup.capabilities)] }
  const row: CounterRow = before
    ? { ...before, ...after }
    : {
        ...after,
        id:
          id ??
          nextCounterId(
            centreId,
            all.map((one) => one.id),
          ),
        centreId,
        state: 'closed',
        staffId: null,
        services: [],
        pauseReason: null,
        stateSince: command.now,
        openedAt: null,
        freeSince: null,
        lastTicketId: null,
        lastServiceId: null,
        requests: [],
      }
  const isChanged = yield* changeSetup(command, author, {
    kind: 'counter',
    subject: row.id,
    before: before ? { ...counterSetupOf(before) } : null,
    after: { ...after },
  })
  if (!isChanged) return row
  yield* run(before ? updateSetup({ ...after, id: row.id }) : insertCounter(row))
  command.tell({ type: 'counter_changed', subject: row.id })
  return row
}

/** Changes a counter that is there. */
export function* changeCounter(
  command: Command,
  author: Author,
  id: string,
  setup: CounterSetup,
): Step<CounterRow | Refusal> {
  const all = yield* run(allCountersOf({ centreId: command.centre.id }))
  if (!all.some((one) => one.id === id)) return refuse('unknown_counter')
  return yield* putCounter(command, author, id, setup)
}
