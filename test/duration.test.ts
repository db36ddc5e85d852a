import t from 'tap'
import { durationText, rangeTexts, shortDuration, shortRange } from '../src/duration.ts'

t.test('an hour and more is said in hours, where room is short', async (t) => {
  const said = (minutes: number) => [shortDuration(minutes, 'en'), shortDuration(minutes, 'ar')]
  t.same(said(0), ['0 min', '0 د'])
  t.same(said(59), ['59 min', '59 د'])
  t.same(said(60), ['1 h', '1 س'])
  t.same(said(345), ['5 h 45 min', '5 س 45 د'])
  t.same(said(1440), ['24 h', '24 س'])
})

t.test('in a sentence, Arabic agrees with its numbers', async (t) => {
  for (const [minutes, words] of [
    [1, 'دقيقة واحدة'],
    [2, 'دقيقتين'],
    [10, '10 دقائق'],
    [45, '45 دقيقة'],
    [60, 'ساعة واحدة'],
    [61, 'ساعة ودقيقة'],
    [62, 'ساعة ودقيقتين'],
    [120, 'ساعتين'],
    [125, 'ساعتين و5 دقائق'],
    [345, '5 ساعات و45 دقيقة'],
    [660, '11 ساعة'],
  ] as const)
    t.equal(durationText(minutes, 'ar'), words)
  t.equal(durationText(345, 'en'), '5 h 45 min')
})

t.test('a range says its noun once, and each end of it in hours where one is longer', async (t) => {
  t.same(rangeTexts(10, 25, 'en'), { from: '10', to: '25 min' })
  t.same(rangeTexts(3, 8, 'ar'), { from: '3', to: '8 دقائق' })
  t.same(rangeTexts(45, 70, 'en'), { from: '45 min', to: '1 h 10 min' })
  t.same(rangeTexts(45, 70, 'ar'), { from: '45 دقيقة', to: 'ساعة و10 دقائق' })
  t.equal(shortRange(10, 25, 'en'), '\u206810\u2060–\u206025\u2069\u00a0min')
  t.equal(shortRange(3, 8, 'ar'), '\u20683\u2060–\u20608\u2069\u00a0دقائق')
  t.equal(shortRange(10, 25, 'ar'), '\u206810\u2060–\u206025\u2069\u00a0دقيقة')
  t.equal(shortRange(45, 66, 'en'), '\u206845\u2060–\u206066\u2069\u00a0min', '66 are no two hours')
  t.equal(shortRange(72, 99, 'ar'), '\u206872\u2060–\u206099\u2069\u00a0دقيقة')
  t.equal(shortRange(45, 100, 'en'), '45\u00a0min\u00a0–\u00a02\u00a0h')
  t.equal(shortRange(45, 135, 'ar'), '45\u00a0د\u00a0–\u00a02\u00a0س', 'a quarter of an hour more')
  t.equal(shortRange(45, 136, 'ar'), '45\u00a0د\u00a0–\u00a03\u00a0س')
  t.equal(shortRange(345, 376, 'en'), '\u20685\u2060–\u20607\u2069\u00a0h', 'it holds what it held')
  t.equal(shortRange(345, 376, 'ar'), '\u20685\u2060–\u20607\u2069\u00a0ساعات')
  t.equal(shortRange(744, 788, 'ar'), '\u206812\u2060–\u206013\u2069\u00a0ساعة')
  t.equal(shortRange(125, 134, 'en'), '2 h', 'both ends in one hour')
  t.equal(shortRange(125, 134, 'ar'), 'ساعتان')
  t.equal(shortRange(185, 190, 'ar', 'genitive'), '3 ساعات')
})

const NUMBERS = [1, 2, 3, 5, 10, 11, 25, 59, 60, 61, 120, 345]
const nounOf = (end: string): string => end.replaceAll(/[\d\s\u2060\u2068\u2069–]/g, '')

t.test('the noun of an Arabic range agrees with its upper end, whatever the lower', async (t) => {
  const minutes: Record<number, string> = { 2: 'دقيقتين', 3: 'دقائق', 5: 'دقائق', 10: 'دقائق' }
  const beside: Record<number, string> = { 3: 'دقائق', 5: 'دقائق', 10: 'دقائق' }
  for (const to of NUMBERS.slice(1))
    for (const from of NUMBERS.filter((one) => one < to)) {
      if (to >= 60) continue
      const { from: start, to: end } = rangeTexts(from, to, 'ar')
      t.equal(nounOf(end), minutes[to] ?? 'دقيقة', `${start} to ${end}`)
      if (to > 2) t.equal(nounOf(shortRange(from, to, 'ar')), beside[to] ?? 'دقيقة')
    }
  t.equal(shortRange(1, 2, 'ar'), 'دقيقة أو دقيقتان')
  t.equal(shortRange(1, 2, 'en'), '\u20681\u2060–\u20602\u2069\u00a0min')
  t.equal(shortRange(61, 120, 'ar'), 'ساعة أو ساعتان')
  t.equal(shortRange(61, 120, 'ar', 'genitive'), 'ساعة أو ساعتين')
  t.equal(shortRange(60, 345, 'ar'), '\u20681\u2060–\u20606\u2069\u00a0ساعات')
  t.same(rangeTexts(2, 3, 'ar'), { from: 'دقيقتين', to: '3 دقائق' })
  t.same(rangeTexts(59, 61, 'ar'), { from: '59 دقيقة', to: 'ساعة ودقيقة' })
})
