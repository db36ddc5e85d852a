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
import type { CentreSettings, CentreSetup } from './centre.ts'

type Changeable = Pick<
  CentreRow,
  'id' | 'nameAr' | 'nameEn' | 'dayEndsAtMin' | 'hours' | 'holidays'
>

const updateCentre = statement<Changeable, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['nameAr', 'nameEn', 'dayEndsAtMin', 'hours', 'holidays']))
    .where(eq(t.centres.id, $('id'))),
)

const updateSettings = statement<Pick<CentreRow, 'id' | 'settings'>, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['settings']))
    .where(eq(t.centres.id, $('id'))),
)

export const centreSetupOf = (row: CentreRow): CentreSetup => ({
  name: { ar: row.nameAr, en: row.nameEn },
  dayEndsAtMin: row.dayEndsAtMin,
  hours: row.hours,
  holidays: row.holidays,
})

/** Names, hours, holidays and the end of the day. */
export function* changeCentre(command: Command, author: Author, setup: CentreSetup): Step<null> {
  const { centre } = command
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

/** What a centre goes by: all of its settings at once. */
export function* changeSettings(
  command: Command,
  author: Author,
  settings: CentreSettings,
): Step<null | Refusal> {
  const { centre } = command
  // Else nobody who does not come could ever be set aside.
  if ((settings.noShowAfterRecalls ?? 0) > settings.recallsMax)
    return refuse('recalls_contradict', { most: settings.recallsMax })
  const isChanged = yield* changeSetup(command, author, {
    kind: 'settings',
    subject: centre.id,
    before: { ...centre.settings },
    after: { ...settings },
  })
  if (isChanged) yield* run(updateSettings({ id: centre.id, settings }))
  return null
}
