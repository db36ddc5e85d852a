import { eq } from 'drizzle-orm'
import {
  boxById,
  closeBox,
  makeBox,
  packCard,
  receiveFromBox,
  sealBox,
} from '../../src/cards/box.store.ts'
import { boxWithCards } from '../../src/cards/box.view.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { givenCentre } from './given.ts'

export const HERE = 'isa-town'
export const THERE = 'muharraq'

export const givenCentres = async (db: Database) => {
  await givenCentre(db, HERE)
  await givenCentre(db, THERE)
}

export const make = (db: Database, id = 'box-1', to = THERE) =>
  db.write(HERE, (command) => makeBox(command, { id, to, staffId: 'post1' }))
export const pack = (db: Database, serial: string, boxId = 'box-1', centre = HERE) =>
  db.write(centre, (command) => packCard(command, { boxId, serial, staffId: 'post1' }))
export const seal = (db: Database, number = 'S-77', boxId = 'box-1') =>
  db.write(HERE, (command) => sealBox(command, { boxId, seal: number, staffId: 'post1' }))
export const receive = (db: Database, serial: string, boxId = 'box-1', centre = THERE) =>
  db.write(centre, (command) => receiveFromBox(command, { boxId, serial, staffId: 'post9' }))
export const close = (db: Database, boxId = 'box-1', centre = THERE) =>
  db.write(centre, (command) => closeBox(command, { boxId, staffId: 'post9' }))

export const outcomesOf = async (db: Database, id = 'box-1') => {
  const [row] = await db.read(boxById({ id }))
  if (!row) throw new Error(`there is no box ${id}`)
  const { cards } = await boxWithCards(db, row)
  return Object.fromEntries(cards.map(({ serial, outcome }) => [serial, outcome]))
}

export const stepsOf = async (db: Database, serial: string): Promise<string[]> => {
  const rows = await db.read(
    query((q, { custody }) =>
      q.select().from(custody).where(eq(custody.serial, serial)).orderBy(custody.at, custody.seq),
    ),
  )
  return rows.map(({ centreId, action, staffId, why }) => `${centreId} ${action} ${staffId} ${why}`)
}
