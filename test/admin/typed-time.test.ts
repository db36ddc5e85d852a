import t from 'tap'
import {
  anyTime,
  minutesFrom,
  settled,
  timeBeforeNoon,
  timeFrom,
} from '../../display/admin/typed-time.ts'
import { isAstray } from '../../display/shared/astray.ts'

const isWhole = (typed: string, { whole } = anyTime) => new RegExp(`^(?:${whole})$`).test(typed)

t.test('a time may be typed in several ways and is kept in one', async (t) => {
  for (const typed of ['07:30', '7:30', '7.30', '0730', '730', '٠٧٣٠', '٧:٣٠', ' 730 ', '۷۳۰'])
    t.equal(settled(typed), '07:30', typed)
  t.equal(settled('2359'), '23:59')
  t.equal(settled('000'), '00:00')
  for (const typed of ['', '7', '73', '25:00', '7:60', '2400', 'zz', '07:30x'])
    t.equal(settled(typed), typed, `${typed} is none`)
})

t.test('what cannot become a time is wrong at once, what is unfinished is not', async (t) => {
  for (const typed of ['', '0', '07', '7:', '07:', '7:3', '07:3', '24', '2:4', '12:34', '1234'])
    t.notOk(isAstray(typed, anyTime.begun), typed)
  for (const typed of ['z', 'zz', '25:', '25:00', '2500', '7:6', '07:60', ':', '29', '07:300'])
    t.ok(isAstray(typed, anyTime.begun), typed)
  t.ok(isWhole('730') && isWhole('07:30'))
  t.notOk(isWhole('07:') || isWhole('7') || isWhole('25:00'))
})

t.test('the end of the business day is a time before noon', async (t) => {
  t.ok(isWhole('1159', timeBeforeNoon) && isWhole('230', timeBeforeNoon))
  t.notOk(isAstray('12', timeBeforeNoon.begun), 'it may become 1:2…')
  for (const typed of ['12:', '12:00', '1300', '23:'])
    t.ok(isAstray(typed, timeBeforeNoon.begun), typed)
  t.notOk(isWhole('12:00', timeBeforeNoon))
})

t.test('minutes after midnight are shown and read as a time', async (t) => {
  for (const minutes of [0, 9, 150, 719]) t.equal(minutesFrom(timeFrom(minutes)), minutes)
  t.equal(timeFrom(150), '02:30')
})
