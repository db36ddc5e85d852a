import { sectionOf } from '../cards/card.ts'
import { putPlaces } from '../cards/place-file.store.ts'
import type { Author } from '../changes/author.ts'
import { changeSetup, noteDeed } from '../changes/change.store.ts'
import type { Change } from '../changes/change.ts'
import type { CounterSetup } from '../counters/counter.ts'
import { allCountersOf, putCounter } from '../counters/counter-setup.store.ts'
import { type Command, run, type Step } from '../db/transact.ts'
import { changeMessage } from '../notices/own-text.store.ts'
import { isRefusal, type Refusal, refuse, refuseAll } from '../refusal.ts'
import { refusedAt } from '../stands-at.ts'
import { type CentreSetup, isTimeZone } from './centre.ts'
import { allServicesOf, orderServices, putService } from './service.store.ts'
import { changeCentre, changeSettings } from './setup.store.ts'
import { type CentreFile, onceIn, twiceIn } from './transfer.ts'

/** The services of the file first, in its order, then those that it says nothing of. */
function* orderAs(command: Command, author: Author, file: CentreFile): Step<null | Refusal> {
  const all = (yield* run(allServicesOf({ centreId: command.centre.id }))).map(({ id }) => id)
  const told = file.services.map(({ id }) => id)
  const order = [...told, ...all.filter((id) => !told.includes(id))]
  return yield* orderServices(command, author, order)
}

/**
 * The counters of the file, known by their labels.
 * @param unbuilt services and sections of the file that could not be made: a counter has none of
 *   them, for what is wrong is told of them and not of every counter besides
 * @param take told what became of each
 */
function* putCounters(
  command: Command,
  author: Author,
  file: CentreFile,
  unbuilt: { services: ReadonlySet<string>; sections: ReadonlySet<string> },
  take: (outcome: unknown, at: (no: Refusal) => Refusal) => void,
): Step<void> {
  const there = yield* run(allCountersOf({ centreId: command.centre.id }))
  for (const setup of file.counters) {
    const { label, section } = setup
    const same = there.filter((one) => one.label === label)
    const known = same.find(({ active }) => active) ?? same[0]
    const buildable: CounterSetup = {
      ...setup,
      section: section !== null && unbuilt.sections.has(section) ? null : section,
      capabilities: setup.capabilities.filter((id) => !unbuilt.services.has(id)),
    }
    take(yield* putCounter(command, author, known?.id ?? null, buildable), (no) =>
      refusedAt('counter', { ar: label, en: label }, no),
    )
  }
}

/**
 * Sets a centre up as a file says, all of it or nothing; what the file says nothing of stays as it is.
 * Behind its changes, at the same moment, it is noted itself.
 * @returns what was changed
 */
export function* importFile(
  command: Command,
  by: Author,
  sent: CentreFile,
): Step<Change[] | Refusal> {
  const noted: Change[] = []
  const author = { ...by, noted }
  // Whoever mends a file is told all that is wrong with it: nothing of it stays, whatever is tried on.
  const faults: Refusal[] = twiceIn(sent).map((twice) => refuse('twice_in_file', twice))
  const file = onceIn(sent)
  const take = (outcome: unknown, at = (no: Refusal): Refusal => no): void => {
    if (isRefusal(outcome)) faults.push(...(outcome.faults ?? [outcome]).map(at))
  }
  take(yield* changeCentre(command, author, file.centre))
  take(yield* changeSettings(command, author, file.settings))
  const unbuilt = { services: new Set<string>(), sections: new Set<string>() }
  for (const { id, ...setup } of file.services) {
    const outcome = yield* putService(command, author, id, setup)
    if (isRefusal(outcome)) unbuilt.services.add(id)
    take(outcome, (no) => refusedAt('service', setup.name, no))
  }
  for (const { id } of sent.services)
    if (!file.services.some((one) => one.id === id)) unbuilt.services.add(id)
  if (unbuilt.services.size === 0) take(yield* orderAs(command, author, file))
  const places = yield* putPlaces(command, author, file.places ?? [])
  if (places) for (const { code } of file.places ?? []) unbuilt.sections.add(sectionOf(code))
  take(places)
  for (const { kind, text } of file.messages ?? [])
    take(yield* changeMessage(command, author, kind, text), (no) =>
      refusedAt('message', { ar: kind, en: kind }, no),
    )
  // A counter gives services, and may stand in a section, that the file makes.
  yield* putCounters(command, author, file, unbuilt, take)
  const no = refuseAll(faults)
  if (no) return no
  if (noted.length > 0)
    yield* noteDeed(by, command.now, command.centre.id, {
      kind: 'import',
      subject: command.centre.id,
      before: null,
      after: { changes: noted.length },
    })
  return noted
}

/** What a new centre is called, and how its days go. */
type Founded = Pick<Required<CentreSetup>, 'name' | 'timeZone' | 'dayEndsAtMin'>

/** Begins a centre that was just inserted, as a file says where there is one. */
export function* foundCentre(
  command: Command,
  by: Author,
  setup: Founded,
  file: CentreFile | null,
): Step<Change[] | Refusal> {
  const { timeZone } = setup
  if (!isTimeZone(timeZone)) return refuse('unknown_time_zone', { timeZone, field: 'timeZone' })
  const what = {
    kind: 'centre',
    subject: command.centre.id,
    before: null,
    after: { ...setup },
  } as const
  yield* changeSetup(command, by, what)
  if (!file) return []
  return yield* importFile(command, by, { ...file, centre: { ...file.centre, ...setup } })
}
