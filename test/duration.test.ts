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
  t.equal(shortRange(10, 25, 'en'), '\u206810–25\u2069 min')
  t.equal(shortRange(3, 8, 'ar'), '\u20683–8\u2069 دقائق')
  t.equal(shortRange(10, 25, 'ar'), '\u206810–25\u2069 دقيقة')
  t.equal(shortRange(45, 61, 'en'), '45 min – 2 h')
  t.equal(shortRange(45, 60, 'ar'), '45 د – 1 س')
  t.equal(shortRange(345, 374, 'en'), '\u20685–7\u2069 h', 'it holds what it held')
  t.equal(shortRange(345, 374, 'ar'), '\u20685–7\u2069 ساعات')
  t.equal(shortRange(744, 788, 'ar'), '\u206812–14\u2069 ساعة')
})
