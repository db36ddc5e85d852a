import fc from 'fast-check'
import t from 'tap'
import { type Card, decide } from '../../src/cards/card.ts'
import { fingerprintText, readRows, receiptOf, reconcile } from '../../src/cards/manifest.ts'
import { phoneFrom } from '../../src/phone.ts'
import { done } from './given.ts'

const NOW = 1_800_000_000_000
const expected = (serial: string): Card => ({
  serial,
  centreId: 'isa-town',
  blocked: false,
  readyAt: null,
  stateSince: 0,
  state: 'expected',
  place: null,
})

t.test('the lines of a list are checked: good ones kept, bad ones named', async (t) => {
  const row = { serial: 'a-1', citizenId: '001234567' }
  const read = (rows: Parameters<typeof readRows>[0], first = 1) =>
    readRows(
      rows,
      rows.map((_, at) => at + first),
      { readPhone: phoneFrom, sections: new Set(), seen: new Set() },
    )
  const full = { ...row, phone: '36001234', language: 'EN', applicationNumber: ' bh-٢٦ 7k3m ' }
  const owner = { citizenId: '001234567', applicationNumber: null }
  t.same(read([full, row, { ...row, serial: 'B', applicationNumber: ' ' }]), {
    cards: [
      {
        row: 1,
        serial: 'A-1',
        citizenId: '001234567',
        phone: '+97336001234',
        language: 'en',
        applicationNumber: 'BH267K3M',
      },
      { ...owner, row: 3, serial: 'B', phone: null, language: 'ar' },
    ],
    rejected: [{ row: 2, code: 'duplicate_serials', field: 'serial', serial: 'A-1' }],
  })
  for (const [field, value] of [
    ['serial', 'a b'],
    ['citizenId', '12345678'],
    ['phone', '12'],
    ['language', 'fr'],
    ['applicationNumber', '12345'],
    ['applicationNumber', 'BH26_7K3M'],
  ] as const) {
    const { cards, rejected } = read([row, { ...row, serial: 'B', [field]: value }], 251)
    t.equal(cards.length, 1)
    t.match(rejected, [{ row: 252, code: 'bad_manifest_row', field }])
  }
})

t.test('two lists of the same cards are the same delivery, in whatever order', async (t) => {
  const list = ['C', 'A', 'B'].map((serial) => ({ serial }))
  t.equal(fingerprintText(list), fingerprintText(list.toReversed()))
})

t.test('whatever is scanned, the cards of a list are received or missing', async () => {
  const serials = fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'))
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D')), serials, (listed, scans) => {
      const cards = new Map<string, Card>(listed.map((serial) => [serial, expected(serial)]))
      const surplus = new Set<string>()
      const duplicate = new Set<string>()
      for (const serial of scans) {
        const card = cards.get(serial)
        const receipt = receiptOf('m', card && { manifestId: 'm', state: card.state })
        if (receipt === 'surplus') surplus.add(serial)
        if (receipt === 'duplicate') duplicate.add(serial)
        if (receipt === 'received' && card)
          cards.set(serial, done(decide(card, { do: 'receive' }, NOW)).card)
      }
      const missing = [...cards.values()].filter(({ state }) => state === 'expected').length
      const end = reconcile({
        expected: listed.length,
        missing,
        surplus: surplus.size,
        duplicate: duplicate.size,
      })
      const often = (one: string) => scans.filter((serial) => serial === one).length > 1
      const scanned = new Set<string>(scans)
      return (
        end.received === listed.filter((serial) => scanned.has(serial)).length &&
        end.received + end.missing === listed.length &&
        end.surplus === [...scanned].filter((serial) => !cards.has(serial)).length &&
        end.duplicate === listed.filter(often).length
      )
    }),
  )
})
