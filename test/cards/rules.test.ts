import fc from 'fast-check'
import t from 'tap'
import { demoCards } from '../../src/cards/card.demo.ts'
import {
  type Card,
  type CardCommand,
  cardStates,
  decide,
  hasOddBirthMonth,
  isCitizenId,
  isReady,
  pickupAnswer,
  readCode,
  type Slot,
} from '../../src/cards/card.ts'
import { nearest, places } from '../../src/cards/place.ts'
import { phoneFrom } from '../../src/phone.ts'
import { done, seeded, whyNot } from './given.ts'

const NOW = 1_800_000_000_000
const known = { serial: 'X1', centreId: 'isa-town', blocked: false, readyAt: null, stateSince: 0 }
const slot = (code: string, others = 0): Slot => ({ code, kind: 'slot', capacity: 1, others })
const shelve = (code: string, others = 0): CardCommand => ({
  do: 'shelve',
  slot: slot(code, others),
})

/** A card in a state, with a place where that state has one. */
const cardIn = (state: Card['state'], more: Partial<typeof known> = {}): Card =>
  state === 'shelved' || state === 'picked' || state === 'damaged'
    ? { ...known, ...more, state, place: 'B-01-01-01' }
    : { ...known, ...more, state, place: null }

t.test('a card goes from the delivery to its owner', async (t) => {
  const steps: CardCommand[] = [
    { do: 'receive' },
    shelve('B-01-01-01'),
    shelve('B-01-01-02'),
    { do: 'pick' },
    { do: 'hand_over' },
  ]
  let card = cardIn('expected')
  const life = steps.map((step) => {
    const move = done(decide(card, step, NOW))
    card = move.card
    return `${move.action} ${card.state} ${card.place}`
  })
  t.same(life, [
    'received received null',
    'shelved shelved B-01-01-01',
    'moved shelved B-01-01-02',
    'picked picked B-01-01-02',
    'handed_over handed_over null',
  ])
})

t.test('a card becomes ready when it is first shelved, and never again', async (t) => {
  const first = done(decide(cardIn('received'), shelve('B-01-01-01'), NOW))
  t.ok(first.becomesReady)
  t.equal(first.card.readyAt, NOW)
  const moved = done(decide(first.card, shelve('B-01-01-02'), NOW + 1))
  t.notOk(moved.becomesReady)
  t.equal(moved.card.readyAt, NOW)
})

t.test('a blocked card is shelved but not ready, and is not handed over', async (t) => {
  const move = done(decide(cardIn('received', { blocked: true }), shelve('B-01-01-01'), NOW))
  t.notOk(move.becomesReady)
  t.same(move.warnings, ['blocked'])
  t.notOk(isReady(move.card))
  t.equal(whyNot(decide(move.card, { do: 'hand_over' }, NOW)), 'card_not_ready')
})

t.test('a full slot and a place that is no slot take no card', async (t) => {
  t.equal(whyNot(decide(cardIn('received'), shelve('B-01-01-01', 1), NOW)), 'place_full')
  const drawer: Slot = { code: 'B-01', kind: 'drawer', capacity: 0, others: 0 }
  t.equal(whyNot(decide(cardIn('received'), { do: 'shelve', slot: drawer }, NOW)), 'not_a_slot')
})

t.test('a card in quarantine is nobody’s to give, and ready anew when it comes out', async (t) => {
  const quarantine = (code: string, others = 0): CardCommand => ({
    do: 'shelve',
    slot: { code, kind: 'quarantine', capacity: 2, others },
  })
  const before: Card = { ...known, state: 'shelved', place: 'B-01-01-01', readyAt: 5 }
  const put = done(decide(before, quarantine('Q1'), NOW))
  t.match(put, { action: 'quarantined', card: { state: 'damaged', place: 'Q1', readyAt: null } })
  t.notOk(put.becomesReady)
  t.notOk(isReady(put.card))
  for (const step of [{ do: 'pick' }, { do: 'hand_over' }] satisfies CardCommand[])
    t.equal(whyNot(decide(put.card, step, NOW)), 'card_not_ready')
  t.equal(done(decide(put.card, quarantine('Q1'), NOW)).action, null)
  t.match(done(decide(put.card, quarantine('Q2'), NOW)), { action: 'moved', card: { place: 'Q2' } })
  t.equal(whyNot(decide(put.card, quarantine('Q2', 2), NOW)), 'place_full')
  const out = done(decide(put.card, shelve('B-01-01-02'), NOW + 1))
  t.match(out, { action: 'released', becomesReady: true, card: { readyAt: NOW + 1 } })
})

t.test('the same scan again changes nothing', async (t) => {
  const move = done(decide(cardIn('shelved'), shelve('B-01-01-01'), NOW))
  t.equal(move.action, null)
  t.same(move.warnings, ['already_there'])
})

t.test('a picked card goes back to its own slot', async (t) => {
  t.equal(done(decide(cardIn('picked'), shelve('B-01-01-01'), NOW)).action, 'put_back')
})

t.test('what each state refuses', async (t) => {
  const refused = (step: CardCommand) =>
    cardStates.filter((state) => whyNot(decide(cardIn(state), step, NOW)) !== undefined)
  t.same(
    refused({ do: 'receive' }),
    cardStates.filter((s) => s !== 'expected' && s !== 'missing'),
  )
  t.same(refused(shelve('B-01-01-09')), ['handed_over', 'expired'])
  const quarantine: Slot = { code: 'Q1', kind: 'quarantine', capacity: 50, others: 3 }
  t.same(refused({ do: 'shelve', slot: quarantine }), ['handed_over', 'expired'])
  t.same(
    refused({ do: 'pick' }),
    cardStates.filter((state) => state !== 'shelved'),
  )
  t.same(
    refused({ do: 'hand_over' }),
    cardStates.filter((state) => state !== 'shelved' && state !== 'picked'),
  )
})

const anyStep: fc.Arbitrary<CardCommand> = fc.oneof(
  fc.constantFrom<CardCommand>(
    { do: 'receive' },
    { do: 'pick' },
    { do: 'hand_over' },
    { do: 'miss' },
  ),
  fc
    .record({ code: fc.constantFrom('B-01-01-01', 'B-01-01-02'), others: fc.nat(1) })
    .map(({ code, others }) => shelve(code, others)),
  fc.constant<CardCommand>({
    do: 'shelve',
    slot: { code: 'Q1', kind: 'quarantine', capacity: 9, others: 0 },
  }),
)

t.test('whatever is scanned, a card has one place or is an exception, and one notice', async () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...cardStates),
      fc.boolean(),
      fc.array(anyStep),
      (from, blocked, steps) => {
        let card = cardIn(from, { blocked })
        // Out of quarantine it becomes ready anew: so often, and once more, it is told.
        let notices = 0
        let kept = from === 'damaged' ? 1 : 0
        for (const step of steps) {
          const before = structuredClone(card)
          const move = decide(card, step, NOW)
          if ('refused' in move) continue
          if (move.becomesReady) notices += 1
          if (move.action === 'quarantined') kept += 1
          if (move.action === null && JSON.stringify(move.card) !== JSON.stringify(before))
            return false
          card = move.card
          const isPlaced = ['shelved', 'picked', 'damaged'].includes(card.state)
          if (isPlaced !== (card.place !== null)) return false
          if (before.state === 'handed_over' && card.state !== 'handed_over') return false
        }
        return notices <= (blocked ? 0 : 1 + kept)
      },
    ),
  )
})

t.test('the answer about a citizen’s cards is the most useful true one', async (t) => {
  const there = { centreId: 'muharraq' }
  const answer = (...cards: Card[]) => pickupAnswer(cards, 'isa-town').state
  t.equal(answer(), 'unknown')
  t.equal(answer(cardIn('handed_over'), cardIn('shelved')), 'ready')
  t.equal(answer(cardIn('expected')), 'not_here')
  t.equal(answer(cardIn('missing')), 'not_here')
  t.equal(answer(cardIn('shelved', { blocked: true })), 'not_here')
  t.equal(answer(cardIn('handed_over')), 'collected')
  t.equal(answer(cardIn('shelved', there)), 'other_centre')
  t.equal(answer(cardIn('shelved', there), cardIn('shelved')), 'ready')
  t.match(pickupAnswer([cardIn('picked')], 'isa-town'), {
    state: 'ready',
    section: 'B',
    place: 'B-01-01-01',
  })
})

t.test('a citizen id is nine digits; an odd month is only odd', async (t) => {
  t.ok(isCitizenId('001234567'))
  for (const wrong of ['12345678', '1234567890', '12345678a', ' 123456789'])
    t.notOk(isCitizenId(wrong), wrong)
  t.notOk(hasOddBirthMonth('901212345'))
  t.ok(hasOddBirthMonth('901312345'))
  t.ok(hasOddBirthMonth('900012345'))
})

t.test('a scanned code is kept in one form', async (t) => {
  t.equal(readCode(' b-03-12-07\r\n'), 'B-03-12-07')
  for (const wrong of ['', 'A_1', 'ب', 'A'.repeat(33), 'A B']) t.equal(readCode(wrong), null, wrong)
})

t.test('a section is made from one line', async (t) => {
  const made = done(places('B: 4 cabinets × 10 drawers × 20 slots'))
  const of = (kind: string) => made.filter((place) => place.kind === kind)
  t.same(
    ['section', 'cabinet', 'drawer', 'slot'].map((kind) => of(kind).length),
    [1, 4, 40, 800],
  )
  const last = made.at(-1)
  t.match(last, { code: 'B-04-10-20', parent: 'B-04-10', section: 'B', capacity: 1 })
  t.equal(new Set(made.map(({ code }) => code)).size, made.length)
  t.same(
    of('slot').map(({ code }) => code),
    of('slot')
      .map(({ code }) => code)
      .sort(),
  )
  t.equal(done(places('AB: 1 cabinet x 1 drawer x 120 slots')).at(-1)?.code, 'AB-01-01-120')
})

t.test('a description that cannot be read is refused', async (t) => {
  for (const wrong of [
    '',
    'B',
    'B: 4 cabinets',
    'BOXES: 1 cabinet × 1 drawer × 1 slot',
    'b: 1 cabinet × 1 drawer × 1 slot',
    'B: 0 cabinets × 1 drawer × 1 slot',
    'B: 999 cabinets × 999 drawers × 999 slots',
    'B: 1 cabinet × 1 drawer × 1 slot × 1 box',
  ])
    t.equal(whyNot(places(wrong)), 'malformed', wrong)
})

t.test('the nearest slot is in the same drawer, then in the same cabinet', async (t) => {
  t.equal(nearest('B-02-02-05', ['B-02-03-05', 'B-02-02-20']), 'B-02-02-20')
  t.equal(nearest('B-02-02-05', ['B-01-02-05', 'B-02-09-01']), 'B-02-09-01')
  t.equal(nearest('B-02-02-05', ['B-02-02-06', 'B-02-02-04']), 'B-02-02-04')
  t.equal(nearest('B-02', ['B-03-01-01', 'B-02-01-02', 'B-02-01-01']), 'B-02-01-01')
  t.equal(nearest('B', []), null)
})

t.test('the made-up cards are always the same, and plausible', async (t) => {
  const slots = done(places('B: 1 cabinet × 10 drawers × 20 slots'))
    .filter(({ kind }) => kind === 'slot')
    .map(({ code }) => code)
  const cards = demoCards(seeded(7), slots, 150, NOW)
  t.same(demoCards(seeded(7), slots, 150, NOW), cards)
  t.equal(cards.length, 150)
  for (const key of ['serial', 'citizenId', 'place'] as const)
    t.equal(new Set(cards.map((card) => card[key])).size, cards.length, key)
  t.ok(cards.every(({ citizenId }) => isCitizenId(citizenId) && !hasOddBirthMonth(citizenId)))
  t.ok(cards.every(({ phone }) => phoneFrom(phone) === phone))
  t.ok(
    cards.every(
      ({ serial, place, readyAt }) => readCode(serial) && readCode(place) && readyAt < NOW,
    ),
  )
  t.equal(demoCards(seeded(7), slots, 5000, NOW).length, slots.length)
})

t.test('who may be ended, sent, and taken over', async (t) => {
  const from = (command: CardCommand) =>
    cardStates.filter((state) => whyNot(decide(cardIn(state), command, NOW)) === undefined)
  t.same(from({ do: 'expire', how: 'returned' }), ['shelved'])
  t.same(from({ do: 'send' }), ['received', 'shelved', 'damaged'])
  t.same(from({ do: 'arrive', centreId: 'muharraq' }), ['wrong_centre'])
  t.same(from({ do: 'not_arrive', centreId: 'muharraq' }), ['wrong_centre'])
  const keptBack = cardIn('shelved', { blocked: true })
  t.equal(whyNot(decide(keptBack, { do: 'expire', how: 'destroyed' }, NOW)), 'card_not_due')
  const sent = done(decide(cardIn('shelved'), { do: 'send' }, NOW)).card
  t.match(sent, { state: 'wrong_centre', place: null, readyAt: null, centreId: 'isa-town' })
  const arrived = done(decide(sent, { do: 'arrive', centreId: 'muharraq' }, NOW)).card
  t.match(arrived, { state: 'received', centreId: 'muharraq' })
  t.ok(done(decide(arrived, shelve('B-01-01-01'), NOW)).becomesReady, 'anew in its new centre')
  for (const here of ['isa-town', 'muharraq'])
    t.equal(pickupAnswer([sent], here).state, 'not_here', `in transit, asked in ${here}`)
})
