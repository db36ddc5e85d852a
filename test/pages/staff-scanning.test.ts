import t from 'tap'
import { isAllowed, nextStep } from '../../display/counter/next-step.ts'
import { searchPlaces } from '../../display/post/search-places.ts'
import { HELD_MAX_MS, understand } from '../../display/post/understand.ts'
import { type Burst, hear } from '../../display/shared/scan-keys.ts'
import { watchTime } from '../../display/shared/span.ts'

/**
 * Types a text at a pace and ends it with Enter. @returns what was heard as a scan
 * @param pauses how long the machine was busy before some of the keys, by their place in the text
 */
const typed = (
  text: string,
  gapMs: number,
  pauses: Record<number, number> = {},
): string | undefined => {
  let burst: Burst | undefined
  let atMs = 1_000
  for (const [at, character] of [...text].entries()) {
    atMs += pauses[at] ?? 0
    const code = /\d/.test(character)
      ? `Digit${character}`
      : character === '-'
        ? 'Minus'
        : `Key${character}`
    // The keyboard is in Arabic: what the keys would write is something else.
    burst = hear(burst, { code, key: 'ش', atMs }).burst
    atMs += gapMs
  }
  atMs += pauses[text.length] ?? 0
  return hear(burst, { code: 'Enter', key: 'Enter', atMs }).scanned
}

const bench = {
  held: null,
  codes: { sections: new Set(['A', 'B']), quarantine: new Set(['Q1']) },
  receiving: null,
  nowMs: 5_000,
  picks: [
    {
      id: 'pick-1',
      number: 'C-001',
      serial: 'ID26-000001',
      place: 'B-03-12-07',
      state: 'open',
      createdAt: '2026-11-24T05:00:00.000Z',
      counter: null,
    },
  ],
} as const
const asBench = { ...bench, picks: [...bench.picks] }
const held = (kind: 'place' | 'card', code: string, atMs = 4_000) => ({ kind, code, atMs })

t.test('A scanner is told from a hand by its pace', async (t) => {
  t.equal(typed('B-03-12-07', 8), 'B-03-12-07', 'whatever the language of the keyboard')
  t.equal(typed('B-03-12-07', 180), undefined, 'a hand types')
  t.equal(typed('Q1', 8), 'Q1', 'the shortest label of a place')
  t.equal(typed('Q1', 70), undefined, 'no hand is that quick')
  t.equal(typed('B', 8), undefined, 'too short for a code')
})

t.test('A scan is not cut where the machine was busy while its keys came', async (t) => {
  const code = 'B-03-12-07'
  for (const at of [1, 2, 5, 9, code.length])
    t.equal(typed(code, 8, { [at]: 400 }), code, `a pause before key ${at}`)
  t.equal(typed(code, 8, { 3: 200, 7: 600 }), code, 'two of them')
  const tail = typed(code, 8, { 2: 100, 4: 100, 6: 100, 8: 100 })
  t.equal(tail, undefined, 'so many that it may be a hand: no part of it is a code')
})

t.test('A hand that is quick for a moment still types', async (t) => {
  t.equal(typed('AB12', 40, { 4: 300 }), undefined)
  t.equal(typed('post1', 90), undefined)
  t.equal(typed('abcdefgh', 50, { 2: 90, 4: 120, 7: 100 }), undefined)
  t.equal(typed('A'.repeat(80), 8), undefined, 'longer than any code')
  t.equal(typed(`${'A'.repeat(69)}B-03`, 8), undefined, 'and its end is no code either')
})

t.test('Keys typed by hand before a scan are no part of it', async (t) => {
  const stray = hear(undefined, { code: 'KeyX', key: 'x', atMs: 0 }).burst
  const first = hear(stray, { code: 'KeyB', key: 'B', atMs: 900 }).burst
  t.equal(first?.text, 'B')
})

t.test('A place and a card shelve, in either order', async (t) => {
  t.same(understand('Q1', { ...asBench, held: held('card', 'ID26-000009') }), {
    do: 'shelve',
    place: 'Q1',
    serial: 'ID26-000009',
  })
  t.same(understand('ID26-000009', { ...asBench, held: held('place', 'B-03-12-07') }), {
    do: 'shelve',
    place: 'B-03-12-07',
    serial: 'ID26-000009',
  })
  t.same(understand('B-03-12-07', { ...asBench, held: held('card', 'ID26-000009') }), {
    do: 'shelve',
    place: 'B-03-12-07',
    serial: 'ID26-000009',
  })
})

t.test('Half a pair goes stale', async (t) => {
  const stale = held('card', 'ID26-000009', 5_000 - HELD_MAX_MS - 1)
  t.equal(understand('B-03-12-07', { ...asBench, held: stale }).do, 'hold')
})

t.test('The card of an open pick alone means that it is fetched', async (t) => {
  const meaning = understand('ID26-000001', asBench)
  t.match(meaning, { do: 'fetch', pick: 'pick-1', number: 'C-001' })
  const [pick] = asBench.picks
  const keptBack = { ...asBench, picks: pick ? [{ ...pick, place: 'Q1' }] : [] }
  t.match(understand('ID26-000001', keptBack), { do: 'hold', held: { kind: 'card' } })
  const other = understand('ID26-000002', asBench)
  t.match(other, { do: 'hold', held: { kind: 'card', code: 'ID26-000002' } })
})

t.test('A drawer is no slot, and a serial is no place', async (t) => {
  t.match(understand('B-03-12', asBench), { do: 'refuse', why: 'not_a_slot' })
  t.match(understand('Z-03-12', asBench), { do: 'hold', held: { kind: 'card' } })
})

t.test("A ticket's number is no place, though its letter may be a section's", async (t) => {
  t.match(understand('A-005', asBench), { do: 'ticket', number: 'A-005' })
  t.match(understand('B-1000', asBench), { do: 'ticket', number: 'B-1000' })
  t.match(understand('A-05', asBench), { do: 'refuse', why: 'not_a_slot' })
})

t.test('While a delivery is scanned in, a scan is one of its cards', async (t) => {
  const receiving = { ...asBench, receiving: 'manifest-1' }
  t.match(understand('ID26-000001', receiving), { do: 'receive', manifest: 'manifest-1' })
  t.match(understand('B-03-12-07', receiving), { do: 'refuse', why: 'not_in_delivery' })
  t.match(understand('C-005', receiving), { do: 'refuse', why: 'not_in_delivery' })
})

t.test('Space does the one next thing at a counter', async (t) => {
  t.equal(nextStep({ state: 'open', ticket: null }), 'next')
  t.equal(nextStep({ state: 'paused', ticket: null }), 'resume')
  t.equal(nextStep({ state: 'closed', ticket: null }), null)
  t.notOk(isAllowed('noShow', { state: 'open', ticket: null }, new Date()))
  t.ok(isAllowed('close', { state: 'paused', ticket: null }, new Date()))
})

t.test('A watch counts on past the hour and never below zero', async (t) => {
  t.equal(watchTime(-5_000), '0:00')
  t.equal(watchTime(65_000), '1:05')
  t.equal(watchTime(3_723_000), '1:02:03')
})

t.test('A search names each place once with all its reasons, the most likely first', async (t) => {
  const at = '2026-11-24T05:00:00.000Z'
  const step = { action: 'shelved', at, staff: null }
  const moved = { ...step, from: null, to: null }
  const places = searchPlaces({
    serial: 'ID26-000001',
    lastPlaces: [
      { place: 'B-01-01-03', ...step },
      { place: 'A-01-01-01', ...step },
    ],
    neighbours: ['01', '02', '03', '04', '05'].map((slot) => ({
      place: `B-01-01-${slot}`,
      serials: slot === '02' ? ['ID26-000002'] : [],
    })),
    sameDrawer: [
      { serial: 'ID26-000009', ...moved, lies: null },
      { serial: 'ID26-000002', ...moved, lies: 'B-01-01-02' },
      { serial: 'ID26-000002', ...moved, lies: 'B-01-01-02' },
      { serial: 'ID26-000008', ...moved, lies: 'C-01-01-01' },
    ],
  })
  t.same(
    places.map(({ place, reasons }) => [place, reasons.map(({ why }) => why).join(' ')]),
    [
      ['B-01-01-02', 'beside along'],
      ['B-01-01-04', 'beside'],
      ['B-01-01-03', 'last'],
      ['B-01-01-01', 'beside'],
      ['B-01-01-05', 'beside'],
      ['A-01-01-01', 'earlier'],
      ['C-01-01-01', 'along'],
      [null, 'along'],
    ],
  )
  t.same(places[0]?.serials, ['ID26-000002'], 'and what should lie there')
})
