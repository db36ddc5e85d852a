import fc from 'fast-check'
import t from 'tap'
import { gather, historyOf, nothingGathered } from '../../src/reports/history.ts'
import {
  daysBetween,
  figuresOf,
  hourPlace,
  LONGEST_SEC,
  lengthAt,
  secondsFor,
  slicesOf,
  stepsOfMove,
  type Tally,
  type VisitHour,
  weekdayOf,
  withinTarget,
} from '../../src/reports/report.ts'
import { tablesOf } from '../../src/reports/table.ts'
import { median, todayAgainstUsual, usualDaysBefore } from '../../src/reports/usual.ts'
import { decide } from '../../src/tickets/ticket.ts'

const MIN_MS = 60_000

t.test('a length falls into the shortest class that holds it', async (t) => {
  t.equal(secondsFor(0), 15)
  t.equal(secondsFor(15_000), 15)
  t.equal(secondsFor(15_001), 30)
  t.equal(secondsFor(8 * MIN_MS), 480)
  t.ok(secondsFor(LONGEST_SEC * 1000 + 1) > LONGEST_SEC)
  const length = fc.integer({ min: 0, max: 6 * 60 * MIN_MS })
  fc.assert(
    fc.property(length, length, (a, b) => {
      const [short, long] = a < b ? [a, b] : [b, a]
      return secondsFor(short) * 1000 >= short && secondsFor(short) <= secondsFor(long)
    }),
  )
})

t.test('half and nine in ten are the upper ends of where they truly are', async () => {
  const lengths = fc.array(fc.integer({ min: 0, max: LONGEST_SEC * 1000 }), {
    minLength: 1,
    maxLength: 60,
  })
  fc.assert(
    fc.property(lengths, fc.constantFrom(0.5, 0.9), (all, share) => {
      const counted = all.map((ms) => ({ upTo: secondsFor(ms), count: 1 }))
      const sorted = all.toSorted((a, b) => a - b)
      const truth = sorted[Math.ceil(share * all.length) - 1] ?? 0
      return lengthAt(counted, share) === secondsFor(truth)
    }),
  )
})

t.test('a stretch that is longer than all of them is told apart from none', async (t) => {
  const longer: Tally = { [`waiting ${secondsFor(5 * 60 * MIN_MS)}`]: 2 }
  t.match(figuresOf(longer), { called: 2, waiting: { count: 2, p50Sec: null, p90Sec: null } })
  t.match(figuresOf({}), { called: 0, waiting: { count: 0, p50Sec: null, p90Sec: null } })
})

t.test('who was called within the target of a service', async (t) => {
  const tally: Tally = { 'waiting 240': 6, 'waiting 300': 3, 'waiting 900': 1, 'uncalled 60': 50 }
  t.equal(withinTarget(tally, 5), 0.9)
  t.equal(withinTarget(tally, 4), 0.6)
  t.equal(withinTarget(tally, 14), 0.9, 'held to the shorter length')
  t.equal(withinTarget({ 'uncalled 60': 5 }, 5), null)
})

t.test('a wait that no call ended is not a wait for a call', async (t) => {
  const ticket = {
    id: 't',
    centreId: 'c',
    number: 'A-001',
    day: '2026-11-24',
    serviceId: 's1',
    class: 'regular' as const,
    language: 'ar' as const,
    party: 1,
    issuedAt: 0,
    waitingSince: 0,
    stateSince: 0,
    cardSerial: null,
    putOffs: 0,
    section: '',
    state: 'waiting' as const,
  }
  const limits = { recallsMax: 1, noShowAfterSec: 0, returnWithinMin: 5 }
  const steps = (command: Parameters<typeof decide>[1]) => {
    const move = decide(ticket, command, 9 * MIN_MS, limits)
    if ('illegal' in move) throw new Error(move.illegal)
    return stepsOfMove(move.span, move.ticket).map(({ key }) => key)
  }
  t.strictSame(steps({ do: 'call', counterId: '1', staffId: 'x' }), ['waiting 600'])
  t.strictSame(steps({ do: 'leave' }), ['uncalled 600', 'left'])
  t.strictSame(steps({ do: 'close_day' }), ['uncalled 600', 'left'])
  t.strictSame(steps({ do: 'hold' }), ['uncalled 600'])
})

t.test('days, weekdays, hours and slices', async (t) => {
  t.equal(weekdayOf('2026-11-22'), 7)
  t.equal(weekdayOf('2026-11-24'), 2)
  t.equal(daysBetween('2026-11-24', '2026-11-24'), 1)
  t.equal(daysBetween('2026-11-25', '2026-11-24'), 0)
  t.equal(hourPlace(1, 3 * 60), 22, 'the night belongs to the day before')
  const day = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      const slices = slicesOf(from, to)
      const days = slices.reduce((sum, slice) => sum + daysBetween(slice.from, slice.to), 0)
      return slices[0]?.from === from && slices.at(-1)?.to === to && days === daysBetween(from, to)
    }),
    { numRuns: 30 },
  )
})

const hour = (day: string, at: number, counts: Tally, serviceId = 's1'): VisitHour => ({
  day,
  hour: at,
  serviceId,
  counts,
})

t.test('the usual is the middle of the days that were counted', async (t) => {
  t.equal(median([5]), 5)
  t.equal(median([9, 1, 4, 100]), 7)
  const day = '2026-11-24'
  const [one = '', two = '', three = '', ...rest] = usualDaysBefore(day)
  t.equal(one, '2026-11-17')
  t.equal(rest.length, 5)
  const at = { day, hour: 9, passed: 0.5, dayEndsAtMin: 0 }
  const counted = [
    hour(day, 8, { issued: 7, 'waiting 60': 2 }),
    hour(day, 9, { issued: 1 }),
    hour(one, 8, { issued: 3, 'waiting 300': 3 }),
    hour(two, 8, { issued: 8, 'waiting 600': 1 }, 's2'),
    hour(two, 11, { issued: 30 }),
  ]
  const few = todayAgainstUsual(counted, at)
  t.match(few, { usualDays: 2, soFar: { today: { issued: 8 }, usual: null } }, 'too few days')
  const enough = todayAgainstUsual([...counted, hour(three, 11, { issued: 10 })], at)
  t.match(enough, {
    usualDays: 3,
    soFar: { today: { issued: 8 }, usual: { issued: 3, waiting: { count: 4, p50Sec: 300 } } },
  })
  t.strictSame(
    enough.hours.map(({ hour, today, usual }) => [hour, today.issued, usual?.issued]),
    [
      [8, 7, 3],
      [9, 1, 0],
      [10, 0, 0],
      [11, 0, 10],
    ],
    'no hour between is left out',
  )
  t.match(todayAgainstUsual([], at), { usualDays: 0, hours: [], soFar: { today: { issued: 0 } } })
  const early = [one, two, three].map((of) => hour(of, 9, { issued: 20, 'waiting 60': 8 }))
  const until = (passed: number) => todayAgainstUsual(early, { ...at, passed }).soFar.usual
  t.match(until(0.25), { issued: 5, waiting: { count: 6, p50Sec: 60 } }, 'as much as has passed')
  t.match([until(0), until(1)], [{ issued: 0, waiting: { count: 0 } }, { issued: 20 }])
})

t.test('a history put together in slices is the same as in one', async (t) => {
  const hours = [
    hour('2026-11-23', 8, { issued: 2, 'waiting 60': 2, 'serving 120': 1, served: 1 }),
    hour('2026-11-24', 1, { issued: 1, 'waiting 900': 1 }, 'gone'),
    hour('2026-11-24', 8, { issued: 4, 'wrap_up 30': 3 }),
    hour('2026-11-30', 8, { issued: 3, 'walking 60': 3 }),
  ]
  const services = [{ id: 's1', name: { ar: 'خدمة', en: '=1+1' }, targetMin: 5 }]
  const whole = nothingGathered()
  const later = { day: '2026-12-01', hour: 9, dayEndsAtMin: 3 * 60 }
  gather(whole, hours, later)
  const slices = nothingGathered()
  for (const one of hours) gather(slices, [one], later)
  const history = historyOf(whole, services, later)
  t.strictSame(historyOf(slices, services, later), history)
  t.match(history, {
    daysCounted: 3,
    total: { issued: 10, called: 3, served: 1, serving: { count: 1 }, wrapUp: { count: 3 } },
    days: [{ day: '2026-11-23' }, { day: '2026-11-24', issued: 5 }, { day: '2026-11-30' }],
    services: [
      { service: 's1', targetMin: 5, withinTarget: 1 },
      { service: 'gone', name: { en: 'gone' }, targetMin: null, withinTarget: null },
    ],
    week: [
      { weekday: 1, hour: 8, days: 2, issued: 5 },
      { weekday: 2, hour: 8, days: 1, issued: 4 },
      { weekday: 2, hour: 1, days: 1, issued: 1 },
    ],
  })
  t.strictSame(
    history.hours.map(({ hour, issued }) => [hour, issued]),
    [
      [8, 9],
      ...[9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0].map((hour) => [hour, 0]),
      [1, 1],
    ],
    'every hour from the first to the last, over midnight',
  )
  const { days, week } = tablesOf(history)
  t.strictSame(days.rows[0]?.slice(0, 8), ['2026-11-23', 2, 2, 1, 0, 0, 1, 1])
  t.equal(days.headings.length, days.rows[0]?.length)
  t.equal(week.rows[0]?.[0], 'Monday / الاثنين')
  t.strictSame(historyOf(nothingGathered(), services, later).hours, [], 'nothing counted, no hours')
})

t.test('hours of today that are not over are no usual hours of its weekday', async (t) => {
  const hours = [
    ...['2026-11-23', '2026-11-30'].map((day) => hour(day, 8, { issued: 6 })),
    hour('2026-11-23', 9, { issued: 8 }),
    hour('2026-11-30', 9, { issued: 1 }),
    hour('2026-11-23', 10, { issued: 4 }),
    hour('2026-11-23', 1, { issued: 2 }),
  ]
  const at = (day: string, hourNow: number) => {
    const now = { day, hour: hourNow, dayEndsAtMin: 3 * 60 }
    const gathered = nothingGathered()
    gather(gathered, hours, now)
    return historyOf(gathered, [], now)
  }
  const weekAt = (day: string, hourNow: number) =>
    at(day, hourNow).week.map((one) => [one.hour, one.days, one.issued])
  t.strictSame(weekAt('2026-11-30', 9), [
    [8, 2, 12],
    [9, 1, 8],
    [10, 1, 4],
    [1, 1, 2],
  ])
  t.strictSame(
    weekAt('2026-11-30', 2),
    [
      [8, 2, 12],
      [9, 2, 9],
      [10, 2, 4],
      [1, 2, 2],
    ],
    'after midnight it is still the same business day',
  )
  t.match(at('2026-11-30', 9), { total: { issued: 27 }, hours: [{ issued: 12 }, { issued: 9 }] })
})
