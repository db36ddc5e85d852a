import { createHash } from 'node:crypto'
import t from 'tap'
import type { Card } from '../../src/cards/card.ts'
import { advance, isWithin, judge, withHolders } from '../../src/cards/stocktake.ts'
import { reportHolds, signatureLine } from '../../src/cards/stocktake-report.ts'
import { csvLine } from '../../src/csv.ts'
import { isRefusal } from '../../src/refusal.ts'
import { MORNING } from '../databases.ts'
import { vault } from './given.ts'

const known = { serial: 'X1', centreId: 'c', blocked: false, readyAt: null, stateSince: MORNING }
const at = { centreId: 'c', slot: 'B-01-01-01' }

t.test('a card in its own slot is found, also one that is out for a visitor', async (t) => {
  for (const state of ['shelved', 'picked'] as const)
    t.strictSame(judge({ ...known, state, place: at.slot }, at), {
      outcome: 'found',
      state,
      belongs: at.slot,
    })
})

t.test('a card of another slot is misplaced, and belongs there', async (t) => {
  t.strictSame(judge({ ...known, state: 'shelved', place: 'B-02-01-01' }, at), {
    outcome: 'misplaced',
    state: 'shelved',
    belongs: 'B-02-01-01',
  })
})

t.test('a card that should be on no shelf is misplaced, and belongs nowhere', async (t) => {
  for (const state of [
    'expected',
    'received',
    'handed_over',
    'missing',
    'damaged',
    'wrong_centre',
    'expired',
  ] as const) {
    const card = { ...known, state, place: null } as Card
    t.strictSame(judge(card, at), { outcome: 'misplaced', state, belongs: null }, state)
  }
})

t.test('no card, and a card of another centre, are unknown alike', async (t) => {
  const unknown = { outcome: 'unknown', state: null, belongs: null }
  t.strictSame(judge(undefined, at), unknown)
  const elsewhere: Card = { ...known, centreId: 'd', state: 'shelved', place: at.slot }
  t.strictSame(judge(elsewhere, at), unknown)
})

t.test('a place lies in those whose codes it begins with, whole parts of them', async (t) => {
  t.ok(isWithin('B-01-01-01', 'B-01'))
  t.ok(isWithin('B-01', 'B-01'))
  t.notOk(isWithin('B-01', 'B-01-01'))
  t.notOk(isWithin('BA-01', 'B'), 'another section')
  t.notOk(isWithin('B-010-01', 'B-01'), 'another cabinet')
  t.strictSame(withHolders('B-01-02'), ['B', 'B-01', 'B-01-02'])
})

t.test('what a command makes of a stocktake', async (t) => {
  const states = ['open', 'paused', 'closing', 'closed', 'abandoned'] as const
  const become = (command: Parameters<typeof advance>[1]) =>
    states.map((state) => {
      const next = advance(state, command)
      return isRefusal(next) ? next.refused.replace('stocktake_', '') : next
    })
  const no = 'closed'
  t.strictSame(become('scan'), ['open', 'paused', no, no, no])
  t.strictSame(become('pause'), ['paused', 'paused', no, no, no])
  t.strictSame(become('resume'), ['open', 'open', no, no, no])
  t.strictSame(become('close'), ['closing', 'closing', 'closing', no, no])
  t.strictSame(become('miss'), [no, no, 'closing', no, no])
  t.strictSame(become('end'), [no, no, 'closed', no, no])
  t.strictSame(become('abandon'), ['abandoned', 'abandoned', no, no, no])
  t.ok(isRefusal(advance('paused', 'scan')), 'a paused one is not scanned for')
  t.ok(isRefusal(advance('open', 'end')), 'an open one does not end before it is closing')
})

t.test('a report that was changed does not hold', async (t) => {
  const body = csvLine(['missing', 'X1']) + csvLine(['count', 'missing', '1'])
  const signed = body + signatureLine(createHash('sha256').update(body), vault.find)
  t.ok(reportHolds(signed, vault.find))
  t.notOk(reportHolds(signed.replace('X1', 'X2'), vault.find), 'a card')
  t.notOk(reportHolds(signed.replace('missing,1', 'missing,0'), vault.find), 'a count')
  t.notOk(reportHolds(`${signed}missing,X9\r\n`, vault.find), 'a line more')
  t.notOk(reportHolds(body, vault.find), 'without its signature')
  t.notOk(
    reportHolds(signed, (text) => vault.find(`${text} `)),
    'another key',
  )
})
