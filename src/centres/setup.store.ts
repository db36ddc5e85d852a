import { eq } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import {
  $,
  type CentreRow,
  type Command,
  placeholders,
  run,
  type Step,
  statement,
} from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type CentreSettings, type CentreSetup, isTimeZone, usualSettings } from './centre.ts'
import type { HallNotice } from './hall-notice.ts'
import { unsetSettings } from './limits.ts'
import { overlapping } from './opening.ts'

type Changeable = Pick<
  CentreRow,
  'id' | 'nameAr' | 'nameEn' | 'timeZone' | 'dayEndsAtMin' | 'hours' | 'holidays'
>

const updateCentre = statement<Changeable, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(
      placeholders(t.centres, [
        'nameAr',
        'nameEn',
        'timeZone',
        'dayEndsAtMin',
        'hours',
        'holidays',
      ]),
    )
    .where(eq(t.centres.id, $('id'))),
)

const updateSettings = statement<Pick<CentreRow, 'id' | 'settings'>, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['settings']))
    .where(eq(t.centres.id, $('id'))),
)

/** Keeps them, for what the command does next as well. */
function* keepSettings({ centre }: Command, settings: CentreSettings): Step<void> {
  centre.settings = settings
  yield* run(updateSettings({ id: centre.id, settings }))
}

export const centreSetupOf = (row: CentreRow): Required<CentreSetup> => ({
  name: { ar: row.nameAr, en: row.nameEn },
  timeZone: row.timeZone,
  dayEndsAtMin: row.dayEndsAtMin,
  hours: row.hours,
  holidays: row.holidays,
})

/** Names, time zone, hours, holidays and the end of the day. */
export function* changeCentre(
  command: Command,
  author: Author,
  asked: CentreSetup,
): Step<null | Refusal> {
  const { centre } = command
  const setup = { timeZone: centre.timeZone, ...asked }
  const { timeZone } = setup
  if (!isTimeZone(timeZone)) return refuse('unknown_time_zone', { timeZone, field: 'timeZone' })
  const [overlap] = overlapping(setup.hours, setup.holidays)
  if (overlap !== undefined) return refuse('hours_overlap', { day: overlap })
  const isChanged = yield* changeSetup(command, author, {
    kind: 'centre',
    subject: centre.id,
    before: { ...centreSetupOf(centre) },
    after: { ...setup },
  })
  const { name, ...rest } = setup
  if (isChanged)
    yield* run(updateCentre({ ...rest, id: centre.id, nameAr: name.ar, nameEn: name.en }))
  return null
}

/** Its notices in the hall, all of them in their order. */
export function* changeHallNotices(
  command: Command,
  author: Author,
  hallNotices: HallNotice[],
): Step<null> {
  const { centre } = command
  const isChanged = yield* changeSetup(command, author, {
    kind: 'hall_notices',
    subject: centre.id,
    before: { hallNotices: centre.settings.hallNotices ?? [] },
    after: { hallNotices },
  })
  if (isChanged) yield* keepSettings(command, { ...centre.settings, hallNotices })
  return null
}

/** What a centre goes by: all of its settings at once; its notices in the hall where they are said. */
export function* changeSettings(
  command: Command,
  author: Author,
  { hallNotices: said, ...settings }: CentreSettings,
): Step<null | Refusal> {
  const { centre } = command
  const { hallNotices, ...before } = centre.settings
  const after = { ...unsetSettings, ...settings }
  // Else nobody who does not come could ever be set aside.
  if (after.noShowAfterRecalls > settings.recallsMax)
    return refuse('recalls_contradict', { most: settings.recallsMax })
  const isChanged = yield* changeSetup(command, author, {
    kind: 'settings',
    subject: centre.id,
    before: { ...unsetSettings, ...before },
    after,
  })
  if (isChanged) yield* keepSettings(command, { ...settings, ...(hallNotices && { hallNotices }) })
  return said ? yield* changeHallNotices(command, author, said) : null
}

const updateClosed = statement<Pick<CentreRow, 'id' | 'closed'>, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['closed']))
    .where(eq(t.centres.id, $('id'))),
)

/**
 * Gives out no tickets any more, or does so again. Nothing else ends: who waits is served, and cards
 * that lie there are handed over.
 */
export function* closeCentre(command: Command, author: Author, closed: boolean): Step<null> {
  const { centre } = command
  const isChanged = yield* changeSetup(command, author, {
    kind: 'centre',
    subject: centre.id,
    before: { closed: centre.closed },
    after: { closed },
  })
  if (isChanged) yield* run(updateClosed({ id: centre.id, closed }))
  return null
}

const insertCentre = statement<CentreRow, { id: string }[]>((db, t) =>
  db
    .insert(t.centres)
    .values(placeholders(t.centres))
    .onConflictDoNothing()
    .returning({ id: t.centres.id }),
)

/** A centre with which one can begin; without hours it is closed on every day. */
export const newCentre = (
  id: string,
  {
    name,
    timeZone,
    dayEndsAtMin,
  }: Pick<Required<CentreSetup>, 'name' | 'timeZone' | 'dayEndsAtMin'>,
) =>
  insertCentre({
    id,
    nameAr: name.ar,
    nameEn: name.en,
    timeZone,
    dayEndsAtMin,
    hours: {},
    holidays: {},
    settings: usualSettings,
    revision: 0,
    setupRevision: 0,
    closed: false,
  })
