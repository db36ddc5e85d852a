import fc from 'fast-check'
import t from 'tap'
import {
  defaultSettings,
  gainOf,
  languageChoices,
  settingsFrom,
} from '../../display/lobby/sound-settings.ts'

t.test('what was set is kept', async (t) => {
  const percents = fc.integer({ min: 0, max: 100 })
  const settings = fc.record(
    {
      chime: percents,
      voice: percents,
      languages: fc.constantFrom('arabicFirst', 'englishFirst', 'arabicOnly', 'englishOnly'),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(settings, (one) => {
      t.strictSame(settingsFrom(JSON.stringify(one)), one)
    }),
  )
})

t.test('what cannot be used is the default, each for itself', async (t) => {
  t.strictSame(settingsFrom(null), defaultSettings)
  t.strictSame(settingsFrom('{"chime":250,"voice":30,"languages":"toString"}'), {
    ...defaultSettings,
    voice: 30,
  })
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const { chime, voice, languages } = settingsFrom(text)
      t.ok(chime >= 0 && chime <= 100 && voice >= 0 && voice <= 100)
      t.ok(languageChoices[languages].length > 0)
    }),
  )
})

t.test('the slider goes from nothing to everything, and up all the way', async (t) => {
  t.equal(gainOf(0), 0)
  t.equal(gainOf(100), 1)
  for (let percent = 1; percent <= 100; percent++)
    t.ok(gainOf(percent) > gainOf(percent - 1), String(percent))
})
