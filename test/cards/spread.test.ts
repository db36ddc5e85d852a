import t from 'tap'
import {
  areWideEnough,
  countOf,
  holdersAt,
  placesOf,
  readDescription,
  widthsFor,
} from '../../src/cards/place.ts'
import { numberAmong } from '../../src/cards/place-code.ts'
import { beside, lookAlike, spread } from '../../src/cards/spread.ts'
import { done, whyNot } from './given.ts'

t.test('serials that a tired eye takes for one another look alike', async (t) => {
  for (const [a, b] of [
    ['BH100200', 'BH100201'],
    ['BH100200', 'BH100300'],
    ['BH100210', 'BH100201'],
    ['BH777555', 'BH123555'],
    ['X9555', 'BH123555'],
    ['A', 'A'],
  ] as const)
    t.ok(lookAlike(a, b) && lookAlike(b, a), `${a} ${b}`)
  for (const [a, b] of [
    ['BH100200', 'BH100311'],
    ['BH100200', 'BH200201'],
    ['BH102200', 'BH201310'],
    ['BH100299', 'BH100300'],
    ['BH1002', 'BH10031'],
  ] as const)
    t.notOk(lookAlike(a, b) || lookAlike(b, a), `${a} ${b}`)
})

t.test('beside a slot are the two of its drawer with the numbers next to its own', async (t) => {
  t.same(beside('B-01-02-07'), ['B-01-02-06', 'B-01-02-08'])
  t.same(beside('B-01-02-01'), ['B-01-02-02'])
  t.same(beside('B-01-02-100'), ['B-01-02-099', 'B-01-02-101'])
})

t.test('a slot is the nearest with nothing alike beside it, or else the nearest', async (t) => {
  const free = ['B-01-01-02', 'B-01-01-04', 'B-01-01-05']
  const like = (slot: string) => ({ slot, serial: 'BH100201' })
  t.equal(spread('BH100200', free, []), 'B-01-01-02')
  t.equal(spread('BH100200', free, [like('B-01-01-01')]), 'B-01-01-04')
  t.equal(spread('BH100200', free, [like('B-01-01-03')]), 'B-01-01-05')
  t.equal(spread('BH100200', free, [like('B-01-01-03'), like('B-01-01-06')]), 'B-01-01-02')
  t.equal(spread('BH100200', free, [{ slot: 'B-01-01-01', serial: 'BH333444' }]), 'B-01-01-02')
  t.equal(spread('BH100200', ['B-01-01-02'], [like('B-01-01-02')]), 'B-01-01-02')
  t.equal(spread('BH100200', [], []), null)
})

t.test('a stretch of a description is that stretch of the whole', async (t) => {
  const description = done(readDescription('B: 3 cabinets × 4 drawers × 5 slots of 2'))
  const widths = widthsFor(description)
  const whole = placesOf(description, widths)
  t.equal(whole.length, countOf(description))
  t.match(whole[0], { code: 'B', capacity: 120 })
  t.match(whole[1], { code: 'B-01', capacity: 40 })
  t.match(whole[2], { code: 'B-01-01', capacity: 10 })
  const pieces = Array.from({ length: Math.ceil(whole.length / 7) }, (_, at) =>
    placesOf(description, widths, at * 7, 7),
  ).flat()
  t.same(pieces, whole)
  for (const [at, { code }] of whole.entries())
    t.same(
      holdersAt(description, widths, at).map((holder) => holder.code),
      whole.filter((one) => code.startsWith(`${one.code}-`)).map((one) => one.code),
      code,
    )
})

t.test('a description also says how many cards fit, and makes boxes', async (t) => {
  t.match(done(readDescription('Q1: quarantine of 50')), { kind: 'quarantine', capacity: 50 })
  t.match(done(readDescription(' T1: transit box of 100 ')), { kind: 'transit_box', code: 'T1' })
  t.match(done(readDescription('B: 1 cabinet x 1 drawer x 2 slots of 30')), { each: 30 })
  for (const wrong of [
    'Q1: quarantine',
    'Q1: quarantine of 0',
    'Q1: quarantine of 99999',
    'Q1: shelf of 5',
    'B: 1 cabinet × 1 drawer × 2 slots of 0',
    'B: 1 cabinet of 5 × 1 drawer × 2 slots',
  ])
    t.equal(whyNot(readDescription(wrong)), 'malformed', wrong)
  const hundred = done(readDescription('B: 1 cabinet × 1 drawer × 100 slots'))
  t.notOk(areWideEnough(hundred, widthsFor(hundred, { slot: 2 })))
  t.ok(areWideEnough(hundred, widthsFor(hundred, { slot: 3 })))
})

t.test('a moved place keeps its number where that is nobody’s', async (t) => {
  t.equal(numberAmong('12', []), '12')
  t.equal(numberAmong('12', ['01', '02']), '12')
  t.equal(numberAmong('12', ['01', '12']), '13')
  t.equal(numberAmong('12', ['001', '002']), '012')
  t.equal(numberAmong('012', ['01', '02']), '12')
  t.equal(numberAmong('120', ['01', '02']), '03', 'too long a number gets the next')
  t.equal(numberAmong('99', ['99']), null)
})
