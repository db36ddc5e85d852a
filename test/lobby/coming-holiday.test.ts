import t from 'tap'
import { comingHoliday } from '../../display/lobby/coming-holiday.ts'
import type { Holidays } from '../../src/centres/centre.ts'

const workday = { opens: '07:30', closes: '14:00' }
/** Sunday to Thursday. */
const hours = Object.fromEntries([7, 1, 2, 3, 4].map((weekday) => [weekday, workday]))
const SUNDAY = '2026-11-29'

const coming = (holidays: Holidays, { today = SUNDAY, open = true } = {}) =>
  comingHoliday({ hours, holidays, open }, today)

t.test('a holiday is told of three days before it, and not earlier', async (t) => {
  const told = { kind: 'closed', from: '2026-12-02', until: '2026-12-02' }
  t.same(coming({ '2026-12-02': null }), told)
  t.equal(coming({ '2026-12-03': null }), undefined)
  t.equal(coming({ '2026-11-28': null }), undefined, 'nor when it is over')
  t.equal(coming({ '2026-11-30': workday }), undefined, 'the hours of any other Monday')
  t.match(coming({ '2026-12-02': null, '2026-12-01': null }), { from: '2026-12-01' }, 'the next')
})

t.test('holidays that follow one another are one, with the weekend between them', async (t) => {
  const wednesday = { today: '2026-12-02' }
  t.same(coming({ '2026-12-03': null, '2026-12-06': null }, wednesday), {
    kind: 'closed',
    from: '2026-12-03',
    until: '2026-12-06',
  })
  t.match(coming({ '2026-12-03': null }, wednesday), { until: '2026-12-03' }, 'but not after it')
  t.equal(coming({ '2026-12-04': null }, wednesday), undefined, 'a Friday is closed anyway')
})

t.test('other hours are told of, today as long as it is open', async (t) => {
  const short = { opens: '08:00', closes: '12:00' }
  const told = { kind: 'hours', from: SUNDAY, ...short }
  t.same(coming({ [SUNDAY]: short }), told)
  t.equal(coming({ [SUNDAY]: short }, { open: false }), undefined)
  t.match(coming({ '2026-12-04': short }, { today: '2026-12-02' }), { kind: 'hours' }, 'a Friday')
})
