import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { centreById, runOne } from '../../src/db/transact.ts'
import { handSetClock, temporaryFolder } from '../databases.ts'
import { givenCentre, insertNumber, lastNumber } from './given.ts'

t.test('what ended a look by itself is told, and the next one is as any other', async (t) => {
  const path = join(temporaryFolder(t), 'dawr.db')
  const db = openSqlite(path, handSetClock())
  const centre = await givenCentre(db, 'isa-town')
  // As a disk that fails does, it ends the transaction under way.
  const tool = new Sqlite(path)
  tool.exec(`create trigger failing before insert on ticket_numbers
    begin select raise(rollback, 'the disk has failed'); end`)
  tool.close()
  await t.rejects(
    db.look(() => insertNumber(centre, 'A')),
    { message: 'the disk has failed' },
  )
  t.equal((await db.look(() => runOne(centreById({ id: centre }))))?.id, centre)
  t.equal(await lastNumber(db, centre, 'A'), 0)
  await db.close()
})
