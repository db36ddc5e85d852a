import t from 'tap'
import { callNext, counterById, openCounter } from '../../src/counters/counter.store.ts'
import { counterView } from '../../src/counters/counter.view.ts'
import { actOnCurrent, changeNoteOnce, noteOnCurrent } from '../../src/counters/current.store.ts'
import { once, withdrawRequest } from '../../src/counters/press.store.ts'
import { openVault } from '../../src/crypto.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { openLog } from '../../src/log.ts'
import { retentionJobs } from '../../src/retention/retention.jobs.ts'
import { notesView } from '../../src/tickets/note.view.ts'
import { ticketById } from '../../src/tickets/ticket.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, granted, issue } from '../factories.ts'

const DAY_MS = 24 * 60 * 60_000
const vault = openVault(Buffer.alloc(32, 3))

/** A visitor called to a counter, and one who waits. */
const givenDesk = async (db: Database) => {
  const { id: centreId, counters } = await buildCentre(db)
  const [counter = ''] = counters
  const member = buildMember()
  const { row } = await issue(db, centreId)
  await issue(db, centreId)
  granted(await db.write(centreId, (c) => openCounter(c, counter, member, undefined)))
  granted(await db.write(centreId, (c) => callNext(c, counter, member)))
  const act = (what: 'recall' | 'serve' | 'finish', requestId?: string, meant?: string) =>
    db.write(centreId, (c) =>
      once(counter, requestId, () =>
        actOnCurrent(
          c,
          counter,
          member,
          what === 'finish' ? { do: what, outcome: null } : { do: what },
          meant,
        ),
      ),
    )
  const recalls = async () => (await db.read(ticketById({ id: row.id })))[0]?.recalls
  return { centreId, counter, member, ticket: row.id, act, recalls }
}

await onBothEngines(t, 'the same request is carried out once', async (t, db) => {
  const { counter, act, recalls } = await givenDesk(db)
  const answers = await Promise.all([act('recall', 'request-1'), act('recall', 'request-1')])
  t.equal(answers.filter((one) => 'refused' in one).length, 1)
  t.match(await act('recall', 'request-1'), { refused: 'request_repeated' })
  t.equal(await recalls(), 1)
  t.match(await act('finish', 'request-2'), { refused: 'ticket_not_serving' })
  granted(await act('serve', 'request-3'))
  granted(await act('finish', 'request-2'))
  const [row] = await db.read(counterById({ id: counter }))
  t.same(
    row?.requests,
    ['request-2', 'request-3', 'request-1'],
    'what was refused may be asked again',
  )
})

await onBothEngines(t, 'what was withdrawn is not done when it arrives', async (t, db) => {
  const { centreId, counter, act, recalls } = await givenDesk(db)
  const withdraw = (requestId: string) =>
    db.write(centreId, () => withdrawRequest(counter, requestId))
  const shown = async () => (await counterView({ db, vault }, counter))?.requests
  t.equal(await withdraw('request-1'), null)
  t.equal(await withdraw('request-1'), null, 'asked again, for its answer was lost')
  t.match(await act('recall', 'request-1'), { refused: 'request_withdrawn' })
  t.equal(await recalls(), 0)
  granted(await act('recall', 'request-2'))
  t.match(await withdraw('request-2'), { refused: 'request_repeated' })
  t.same(await shown(), ['request-2'], 'it is not shown as done')
})

await onBothEngines(t, 'what is meant for one visitor is not done to another', async (t, db) => {
  const { act, ticket } = await givenDesk(db)
  t.match(await act('recall', undefined, 'another'), { refused: 'other_ticket_here' })
  granted(await act('serve', undefined, ticket))
  granted(await act('finish', undefined, ticket))
  t.match(await act('finish', undefined, ticket), { refused: 'no_ticket_here' })
})

await onBothEngines(
  t,
  'a note is its author’s, sealed, and goes in its time',
  async (t, db, clock) => {
    const { centreId, counter, member, ticket, act } = await givenDesk(db)
    const write = (id: string) =>
      db.write(centreId, (c) =>
        noteOnCurrent(c, counter, member, { id, textCipher: vault.seal('Ali: photo'), ticket }),
      )
    const change = (staffId: string, textCipher: string | null, id = 'n0', request?: string) =>
      db.write(centreId, (c) =>
        changeNoteOnce(c, request, { id, ticketId: ticket, staffId, textCipher }),
      )
    const notes = () => db.look(() => notesView({ vault }, ticket))
    for (let n = 0; n < 12; n++) t.equal(await write(`n${n}`), null)
    t.match(await write('n12'), { refused: 'list_full' })
    t.match((await notes())[0], { text: 'Ali: photo', by: { id: member.id }, counter: '1' })
    for (const table of ['ticketNotes', 'events'] as const) {
      const rows = await db.read(query((q, tables) => q.select().from(tables[table])))
      t.ok(rows.length > 0, 'for this to mean anything')
      t.notMatch(JSON.stringify(rows), /photo/)
    }

    t.match(await change('somebody', null), { refused: 'note_of_another' })
    t.match(await change(member.id, null, 'none'), { refused: 'unknown_note' })
    t.equal(await change(member.id, vault.seal('Better')), null)
    t.match((await notes())[0], { text: 'Better', editedAt: String })
    const takeBack = () => change(member.id, null, 'n1', 'request-9')
    t.equal(await takeBack(), null)
    t.match(
      await takeBack(),
      { refused: 'request_repeated' },
      'asked again, for its answer was lost',
    )
    t.same((await db.read(counterById({ id: counter })))[0]?.requests, ['request-9'])
    t.equal((await notes()).length, 11)

    granted(await act('serve'))
    granted(await act('finish'))
    t.match(await change(member.id, null), { refused: 'ticket_ended' })
    const { forget } = retentionJobs({ db, clock, log: openLog('silent') })
    clock.advance(89 * DAY_MS)
    await forget.run({ centreId })
    t.equal((await notes()).length, 11)
    clock.advance(2 * DAY_MS)
    await forget.run({ centreId })
    t.same(await db.read(query((q, tables) => q.select().from(tables.ticketNotes))), [])
  },
)
