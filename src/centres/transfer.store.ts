import { putPlaces } from '../cards/place-file.store.ts'
import type { Author } from '../changes/author.ts'
import { changeSetup, noteDeed } from '../changes/change.store.ts'
import type { Change } from '../changes/change.ts'
import { allCountersOf, putCounter } from '../counters/counter-setup.store.ts'
import { type Command, run, type Step } from '../db/transact.ts'
import { changeMessage } from '../notices/own-text.store.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { refusedAt } from '../stands-at.ts'
import { type CentreSetup, isTimeZone } from './centre.ts'
import { allServicesOf, orderServices, putService } from './service.store.ts'
import { changeCentre, changeSettings } from './setup.store.ts'
import { type CentreFile, twiceIn } from './transfer.ts'

/** The services of the file first, in its order, then those that it says nothing of. */
function* orderAs(command: Command, author: Author, file: CentreFile): Step<null | Refusal> {
  const all = (yield* run(allServicesOf({ centreId: command.centre.id }))).map(({ id }) => id)
  const told = file.services.map(({ id }) => id)
  const order = [...told, ...all.filter((id) => !told.includes(id))]
  return yield* orderServices(command, author, order)
}

/**
 * Sets a centre up as a file says, all of it or nothing; what the file says nothing of stays as it is.
 * Behind its changes, at the same moment, it is noted itself.
 * @returns what was changed
 */
export function* importFile(
  command: Command,
  by: Author,
  file: CentreFile,
): Step<Change[] | Refusal> {
  const twice = twiceIn(file)
  if (twice !== undefined) return refuse('twice_in_file', { what: twice })
  const noted: Change[] = []
  const author = { ...by, noted }
  const no =
    (yield* changeCentre(command, author, file.centre)) ??
    (yield* changeSettings(command, author, file.settings))
  if (no) return no
  for (const { id, ...setup } of file.services) {
    const put = yield* putService(command, author, id, setup)
    if (isRefusal(put)) return refusedAt('service', setup.name, put)
  }
  const unordered = yield* orderAs(command, author, file)
  if (isRefusal(unordered)) return unordered
  // A counter may stand in a section that the file makes.
  const unplaced = yield* putPlaces(command, author, file.places ?? [])
  if (unplaced) return unplaced
  for (const { kind, text } of file.messages ?? []) {
    const unsaid = yield* changeMessage(command, author, kind, text)
    if (unsaid) return unsaid
  }
  const there = yield* run(allCountersOf({ centreId: command.centre.id }))
  for (const setup of file.counters) {
    const same = there.filter(({ label }) => label === setup.label)
    const known = same.find(({ active }) => active) ?? same[0]
    const put = yield* putCounter(command, author, known?.id ?? null, setup)
    const { label } = setup
    if (isRefusal(put)) return refusedAt('counter', { ar: label, en: label }, put)
  }
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
