import t from 'tap'
import { cardStates } from '../src/cards/card.ts'
import { refusalCodes, statusOf } from '../src/errors.ts'
import { refuse } from '../src/refusal.ts'
import { sentenceOf } from '../src/sentences.ts'

t.test('every refusal has its status and a sentence in both languages', async (t) => {
  for (const code of refusalCodes) {
    t.ok(statusOf(code) >= 400 && statusOf(code) <= 503, code)
    // Names of columns stay as they are in both languages.
    const refusal = refuse(code, { columns: '', field: '' })
    t.match(sentenceOf(refusal, 'en'), /^[A-Z][^\u0600-\u06ff]*\.?$/, `${code} in English`)
    const arabic = sentenceOf(refusal, 'ar').replace('tcp://10.0.0.9:9100', '').replace('CSV', '')
    t.match(arabic, /^[\u0600-\u06ff][^A-Za-z]*$/, `${code} in Arabic`)
  }
})

t.test('the state of a card is said in words', async (t) => {
  const pickup = ['not_here', 'other_centre', 'collected', 'unknown', 'blocked']
  for (const state of [...cardStates, ...pickup]) {
    t.notMatch(sentenceOf(refuse('card_not_ready', { state }), 'ar'), /[A-Za-z]/, state)
    t.notMatch(sentenceOf(refuse('card_not_ready', { state }), 'en'), /_/, state)
  }
})

t.test('a number of a refusal is written as on the pages', async (t) => {
  const refusal = refuse('place_too_large', { place: 'B', count: 7478, most: 2000 })
  t.match(sentenceOf(refusal, 'en'), /7,478 of at most 2,000/)
  t.match(sentenceOf(refusal, 'ar'), /7,478، والحد 2,000/)
})
