import t from 'tap'
import { isOpenAt, nextOpening } from '../../src/centres/hours.ts'

const timeZone = 'Asia/Bahrain'
/** A Tuesday, at an hour and minute of Bahrain's clock. */
const tuesday = (hour: number, minute = 0) => Date.UTC(2026, 10, 24, hour - 3, minute)

t.test('a day that opens in the morning', async (t) => {
  const hours = { 2: { opens: '07:00', closes: '14:15' } }
  const isOpen = (now: number) => isOpenAt(hours, now, timeZone)
  t.equal(isOpen(tuesday(6, 59)), false)
  t.equal(isOpen(tuesday(7)), true)
  t.equal(isOpen(tuesday(14, 14)), true)
  t.equal(isOpen(tuesday(14, 15)), false)
  t.equal(isOpen(tuesday(24 + 8)), false, 'a day without hours')
  t.equal(isOpenAt({}, tuesday(8), timeZone), false)
})

t.test('a night of Ramadan, from the evening until one', async (t) => {
  const hours = { 2: { opens: '20:30', closes: '01:00' }, 3: { opens: '20:30', closes: '01:00' } }
  const isOpen = (now: number) => isOpenAt(hours, now, timeZone)
  t.equal(isOpen(tuesday(20)), false)
  t.equal(isOpen(tuesday(20, 30)), true)
  t.equal(isOpen(tuesday(23, 59)), true)
  t.equal(isOpen(tuesday(24, 59)), true, 'past midnight it is still Tuesday’s night')
  t.equal(isOpen(tuesday(25)), false)
  t.match(nextOpening(hours, tuesday(24, 30), timeZone), { inDays: 0, day: tuesday(0) })
  t.match(nextOpening(hours, tuesday(25), timeZone), { inDays: 0, day: tuesday(24) })
})

t.test('until midnight', async (t) => {
  const hours = { 2: { opens: '16:00', closes: '00:00' } }
  t.equal(isOpenAt(hours, tuesday(23, 59), timeZone), true)
  t.equal(isOpenAt(hours, tuesday(24), timeZone), false)
  t.match(nextOpening(hours, tuesday(24), timeZone), { inDays: 6 })
})
