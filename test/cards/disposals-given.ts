import { eq } from 'drizzle-orm'
import { confirmDisposal } from '../../src/cards/confirm.store.ts'
import {
  disposalById,
  dueCards,
  listDueCards,
  scanOntoList,
} from '../../src/cards/disposal.store.ts'
import { disposalWithCards } from '../../src/cards/disposal.view.ts'
import { centreById } from '../../src/centres/centre.store.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { type HandSetClock, MORNING } from '../databases.ts'
import { allCustody, done, givenCard, givenCentre, scan } from './given.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The centre is open on Tuesdays: after two whole ones a card of the first Tuesday is due. */
export const DUE_AT = MORNING - 8 * HOUR_MS + 15 * DAY_MS

/** Keeps cards for two working days. */
export const keepTwoDays = async (db: Database, centreId: string): Promise<void> => {
  const [centre] = await db.read(centreById({ id: centreId }))
  if (!centre) throw new Error('there is no centre')
  const settings = { ...centre.settings, cardExpiresAfterDays: 2 }
  await db.amend(function* () {
    yield* run(
      query((q, { centres }) =>
        q.update(centres).set({ settings }).where(eq(centres.id, centreId)),
      ),
    )
  })
}

export const due = async (
  db: Database,
  clock: HandSetClock,
  centreId: string,
): Promise<string[]> => {
  const [centre] = await db.read(centreById({ id: centreId }))
  if (!centre) throw new Error('there is no centre')
  return (await db.read(dueCards(centre, clock.now()))).map(({ serial }) => serial)
}

/** Cards that are past their time, each in a slot of its own. */
export const givenDue = async (db: Database, clock: HandSetClock, ...serials: string[]) => {
  const centre = await givenCentre(db)
  await keepTwoDays(db, centre)
  for (const [at, serial] of serials.entries()) {
    await givenCard(db, centre, serial)
    done(await scan(db, centre, serial, `B-01-01-0${at + 1}`))
  }
  clock.set(DUE_AT)
  return centre
}

export const list = (db: Database, centre: string, id = 'list-1', staffId = 'post1') =>
  db.write(centre, (command) => listDueCards(command, { id, kind: 'destroy', staffId }))
export const scanOnto = (db: Database, centre: string, serial: string, disposalId = 'list-1') =>
  db.write(centre, (command) => scanOntoList(command, { disposalId, serial, staffId: 'post1' }))
export const confirm = (db: Database, centre: string, staffId: string, disposalId = 'list-1') =>
  db.write(centre, (command) => confirmDisposal(command, { disposalId, staffId }))

export const outcomesOf = async (db: Database, id = 'list-1') => {
  const [row] = await db.read(disposalById({ id }))
  if (!row) throw new Error(`there is no list ${id}`)
  const { cards } = await disposalWithCards(db, row)
  return Object.fromEntries(cards.map(({ serial, outcome }) => [serial, outcome]))
}

export const destroyed = async (db: Database): Promise<string[]> =>
  (await db.read(allCustody))
    .filter(({ action }) => action === 'destroyed')
    .map(({ serial, staffId, why }) => `${serial} ${staffId} ${why}`)
    .sort()
