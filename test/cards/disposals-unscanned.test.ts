import t from 'tap'
import { giveUpDisposal } from '../../src/cards/confirm.store.ts'
import { disposalById } from '../../src/cards/disposal.store.ts'
import { onBothEngines } from '../databases.ts'
import { confirm, destroyed, due, givenDue, list, outcomesOf, scanOnto } from './disposals-given.ts'
import { collect, done, givenTicket, revisionOf, whyNot } from './given.ts'

await onBothEngines(t, 'a list without one scanned card is not confirmed', async (t, db, clock) => {
  const centre = await givenDue(db, clock, 'X1', 'X2')
  for (const serial of ['X1', 'X2']) await givenTicket(db, centre, `of-${serial}`, serial)
  done(await list(db, centre))
  const before = await revisionOf(db, centre)
  t.match(await confirm(db, centre, 'post2'), { refused: 'nothing_scanned', details: { count: 2 } })
  t.equal(whyNot(await confirm(db, centre, 'post1')), 'second_person_needed', 'as before')
  t.equal(await revisionOf(db, centre), before)
  t.match(await db.read(disposalById({ id: 'list-1' })), [{ state: 'open', confirmedBy: null }])
  done(await collect(db, centre, 'of-X1', 'X1'))
  t.equal(whyNot(await confirm(db, centre, 'post2')), 'nothing_scanned', 'one lies there still')
  done(await collect(db, centre, 'of-X2', 'X2'))
  t.same(done(await confirm(db, centre, 'post2')), { isMore: false }, 'there is nothing to scan')
  t.match(await db.read(disposalById({ id: 'list-1' })), [{ state: 'closed' }])
  t.same(await destroyed(db), [])
})

await onBothEngines(
  t,
  'a list made by mistake is given up before it is scanned',
  async (t, db, clock) => {
    const centre = await givenDue(db, clock, 'X1', 'X2')
    const giveUp = (disposalId: string) =>
      db.write(centre, (command) => giveUpDisposal(command, { disposalId }))
    done(await list(db, centre))
    done(await giveUp('list-1'))
    done(await giveUp('list-1'))
    t.match(await db.read(disposalById({ id: 'list-1' })), [{ state: 'closed', confirmedBy: null }])
    t.same(await outcomesOf(db), { X1: 'not_scanned', X2: 'not_scanned' })
    t.same(await due(db, clock, centre), ['X1', 'X2'], 'they are due again')
    t.equal(whyNot(await scanOnto(db, centre, 'X1')), 'disposal_closed')
    done(await list(db, centre, 'list-2'))
    done(await scanOnto(db, centre, 'X1', 'list-2'))
    t.equal(whyNot(await giveUp('list-2')), 'list_scanned')
    done(await confirm(db, centre, 'post2', 'list-2'))
    t.equal(whyNot(await giveUp('list-2')), 'disposal_closed')
    t.equal(whyNot(await giveUp('none')), 'unknown_disposal')
    t.same(await destroyed(db), ['X1 post2 list-2'])
  },
)
