import t from 'tap'
import {
  type Calendar,
  doorsAt,
  holidaysFrom,
  lastClosing,
  nextOpening,
  workingDayAfter,
  workingDaysBefore,
} from '../../src/centres/hours.ts'
import { overlapping } from '../../src/centres/opening.ts'

const isOpenAt = (calendar: Calendar, now: number) => doorsAt(calendar, now).open
const opensAfter = (calendar: Calendar, now: number) => doorsAt(calendar, now).opensAt

const timeZone = 'Asia/Bahrain'
const always = { timeZone, holidays: {} }
/** A Tuesday, at an hour and minute of Bahrain's clock. */
const tuesday = (hour: number, minute = 0) => Date.UTC(2026, 10, 24, hour - 3, minute)

t.test('a day that opens in the morning', async (t) => {
  const hours = { 2: { opens: '07:00', closes: '14:15' } }
  const isOpen = (now: number) => isOpenAt({ hours, ...always }, now)
  t.equal(isOpen(tuesday(6, 59)), false)
  t.equal(isOpen(tuesday(7)), true)
  t.equal(isOpen(tuesday(14, 14)), true)
  t.equal(isOpen(tuesday(14, 15)), false)
  t.equal(isOpen(tuesday(24 + 8)), false, 'a day without hours')
  t.equal(isOpenAt({ hours: {}, ...always }, tuesday(8)), false)
  const opens = (now: number) => opensAfter({ hours, ...always }, now)
  t.equal(opens(tuesday(6, 59)), tuesday(7), 'closed until then')
  t.equal(opens(tuesday(7)), null, 'it is open')
  t.equal(doorsAt({ hours, ...always }, tuesday(7)).closesAt, tuesday(14, 15))
  t.equal(doorsAt({ hours, ...always }, tuesday(6)).closesAt, null, 'it is closed')
  t.equal(opens(tuesday(14, 15)), tuesday(7 * 24 + 7), 'a week later')
  t.equal(opensAfter({ hours: {}, ...always }, tuesday(8)), null, 'it keeps no hours')
})

t.test('a night of Ramadan, from the evening until one', async (t) => {
  const hours = { 2: { opens: '20:30', closes: '01:00' }, 3: { opens: '20:30', closes: '01:00' } }
  const isOpen = (now: number) => isOpenAt({ hours, ...always }, now)
  t.equal(isOpen(tuesday(20)), false)
  t.equal(isOpen(tuesday(20, 30)), true)
  t.equal(isOpen(tuesday(23, 59)), true)
  t.equal(isOpen(tuesday(24, 59)), true, 'past midnight it is still Tuesday’s night')
  t.equal(isOpen(tuesday(25)), false)
  t.match(nextOpening({ hours, ...always }, tuesday(24, 30)), { inDays: 0, day: tuesday(0) })
  t.match(nextOpening({ hours, ...always }, tuesday(25)), { inDays: 0, day: tuesday(24) })
})

t.test('until midnight', async (t) => {
  const hours = { 2: { opens: '16:00', closes: '00:00' } }
  t.equal(isOpenAt({ hours, ...always }, tuesday(23, 59)), true)
  t.equal(isOpenAt({ hours, ...always }, tuesday(24)), false)
  t.match(nextOpening({ hours, ...always }, tuesday(24)), { inDays: 6 })
})

const everyWeekday = Object.fromEntries(
  [1, 2, 3, 4, 7].map((weekday) => [weekday, { opens: '07:00', closes: '14:00' }]),
)
/** National Day, a Wednesday, and the day after it; the Tuesday before it is short. */
const nationalDay = {
  timeZone,
  hours: everyWeekday,
  holidays: {
    '2026-12-15': { opens: '07:00', closes: '10:00' },
    '2026-12-16': null,
    '2026-12-17': null,
  },
}
const december = (day: number, hour: number) => Date.UTC(2026, 11, day, hour - 3)

t.test('on a holiday it stays closed, and opens when the days off are over', async (t) => {
  t.equal(isOpenAt(nationalDay, december(15, 9)), true)
  t.equal(isOpenAt(nationalDay, december(15, 11)), false, 'the hours of that day alone')
  t.equal(isOpenAt(nationalDay, december(16, 9)), false)
  t.equal(opensAfter(nationalDay, december(16, 9)), december(20, 7))
  t.match(nextOpening(nationalDay, december(15, 11)), { inDays: 5, day: december(20, 0) })
  const friday = { ...nationalDay, holidays: { '2026-12-18': { opens: '09:00', closes: '12:00' } } }
  t.equal(isOpenAt(friday, december(18, 10)), true, 'open on a day that is closed by its weekday')
})

t.test('a holiday is no working day', async (t) => {
  const before = workingDaysBefore(nationalDay, december(20, 9), 1)
  t.equal(before, december(15, 0), 'Tuesday: Wednesday and Thursday were off')
  const always = workingDaysBefore({ ...nationalDay, hours: {} }, december(18, 9), 1)
  t.equal(always, december(15, 0), 'where no hours are kept, too')
})

t.test(
  'the last of so many working days after one, and from the day after it all are over',
  async (t) => {
    t.equal(workingDayAfter(nationalDay, december(14, 9), 1), '2026-12-15')
    t.equal(workingDayAfter(nationalDay, december(14, 9), 2), '2026-12-20', 'not on the days off')
    for (const calendar of [nationalDay, { ...nationalDay, hours: {} }])
      for (let day = 1; day <= 25; day++)
        for (const count of [1, 2, 5, 11]) {
          const from = december(day, 9)
          const last = Date.parse(`${workingDayAfter(calendar, from, count)}T09:00+03:00`)
          const isOver = (now: number) => from < workingDaysBefore(calendar, now, count)
          const nextDay = last + 24 * 60 * 60_000
          if (isOver(last) || !isOver(nextDay)) t.fail(`${count} days after 2026-12-${day}`)
        }
  },
)

t.test('an opening after a long row of holidays is found', async (t) => {
  const off = Array.from({ length: 25 }, (_, at) => `2026-12-${String(at + 1).padStart(2, '0')}`)
  const holidays = Object.fromEntries(off.map((date) => [date, null]))
  const opening = nextOpening({ ...nationalDay, holidays }, december(1, 9))
  t.match(opening, { inDays: 26, day: december(27, 0) })
})

t.test('holidays that are over are not told', async (t) => {
  const told = holidaysFrom(nationalDay, december(16, 12))
  t.strictSame(Object.keys(told), ['2026-12-16', '2026-12-17'])
})

t.test('a day that opens before the one before it has closed', async (t) => {
  const night = { opens: '20:30', closes: '01:00' }
  const early = { opens: '00:30', closes: '08:00' }
  const day = { opens: '07:30', closes: '14:00' }
  t.strictSame(overlapping({ 1: day, 2: night, 3: day, 4: night, 5: night }, {}), [])
  t.strictSame(overlapping({ 1: early, 2: early, 7: night }, {}), ['1'], 'Sunday before Monday')
  t.strictSame(overlapping({ 2: { opens: '08:00', closes: '08:00' }, 3: day }, {}), ['3'])
  // A Tuesday, and a Thursday.
  const hours = { 1: night, 3: night }
  t.strictSame(overlapping(hours, { '2026-11-24': early }), ['2026-11-24'], 'after a weekday')
  t.strictSame(overlapping({ 4: early }, { '2026-11-25': night }), ['2026-11-25'], 'before one')
  t.strictSame(overlapping({ 4: early }, { '2026-11-25': night, '2026-11-26': null }), [])
  const half = { opens: '0', closes: '01:0' }
  t.strictSame(overlapping({ 1: night, 2: half, 3: early }, { '': early }), [], 'half typed')
})

t.test('when closed doors closed last', async (t) => {
  const hours = { 2: { opens: '07:00', closes: '14:15' }, 3: { opens: '20:30', closes: '01:00' } }
  const closed = (now: number, holidays = {}) => lastClosing({ hours, holidays, timeZone }, now)
  t.equal(closed(tuesday(14, 15)), tuesday(14, 15))
  t.equal(closed(tuesday(23)), tuesday(14, 15))
  t.equal(closed(tuesday(48 + 5)), tuesday(48 + 1), 'a night that ended today')
  t.equal(closed(tuesday(7 * 24 + 6)), tuesday(48 + 1), 'days ago')
  t.equal(closed(tuesday(48), { '2026-11-25': null }), tuesday(14, 15), 'before a holiday')
  t.equal(lastClosing({ hours: {}, ...always }, tuesday(8)), null, 'it keeps no hours')
})
