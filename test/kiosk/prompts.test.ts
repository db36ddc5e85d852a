import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import {
  type Doors,
  numberKeys,
  type Piece,
  promptsIn,
  serviceKeys,
} from '../../display/kiosk/prompts.ts'
import { pictograms } from '../../src/centres/pictogram.ts'
import { demoServices } from '../../src/seed/demo.ts'
import { type ClipWords, clipWords } from '../../tools/clip-words.ts'
import { promptWords } from '../../tools/prompt-words.ts'

const display = resolve(import.meta.dirname, '../../display')
const sentences = join(display, 'kiosk/clips')
const ALL_BYTES_MAX = 700_000
const LANGUAGES = ['ar', 'en'] as const

const isThere = (language: string, name: string): boolean =>
  ['kiosk', 'shared'].some((app) =>
    existsSync(join(display, app, 'clips', language, `${name}.ogg`)),
  )

const wordsOf: Record<'ar' | 'en', ClipWords> = {
  ar: { ...clipWords.ar, ...promptWords.ar },
  en: { ...clipWords.en, ...promptWords.en },
}

const clipsOf = (piece: Piece): readonly string[] =>
  'clips' in piece ? piece.clips : piece.otherwise

t.test('whatever is said has its clips, and every clip is said', async (t) => {
  const used = new Set<string>()
  const minutes = fc.option(fc.nat({ max: 6_000 }))
  const tickets = fc.record({
    number: fc.integer({ min: 1, max: 9_999 }).map((nth) => `X-${String(nth).padStart(3, '0')}`),
    ahead: fc.nat({ max: 999 }),
    estimate: fc.record({ p50: minutes, p90: minutes }),
  })
  const slips = ['unknown', 'printing', 'printed', 'failed', 'slow', 'none'] as const
  const held = (pieces: readonly Piece[]): void => {
    for (const piece of pieces)
      for (const name of clipsOf(piece)) {
        used.add(`${piece.language}/${name}.ogg`)
        t.ok(isThere(piece.language, name), `${piece.language}/${name}`)
      }
  }
  for (const language of LANGUAGES) {
    const prompts = promptsIn(language)
    const unusual = demoServices.map((one) => ({ ...one, name: { ar: 'غيرها', en: 'Another' } }))
    const [one] = unusual
    if (!one) throw new Error('the demo has services')
    const drawn = pictograms.map((pictogram) => ({ ...one, pictogram }))
    const online = demoServices.map((one) => ({ ...one, onlineUrl: 'https://www.bahrain.bh' }))
    held([
      ...prompts.language('1', 'open'),
      ...prompts.language('1', 'closed'),
      ...prompts.language('1', 'closed-today'),
      ...prompts.services(demoServices, 'open'),
      ...prompts.services(online, 'closed'),
      ...prompts.services(unusual, 'open'),
      ...prompts.services(drawn, 'open'),
      ...prompts.services([], 'open'),
      ...prompts.online(),
      ...prompts.citizenId(),
      ...[...Array(10).keys()].flatMap(prompts.digitsLeft),
      ...(['card', 'ticket'] as const).flatMap(prompts.working),
      ...prompts.problem('unreachable', '', true),
      ...prompts.problem('card_has_ticket', '', false),
      ...prompts.problem('closed', '', false),
      ...['not_here', 'other_centre', 'collected', 'unknown'].flatMap((state) => [
        ...prompts.card(state, undefined),
        ...prompts.card(state, 'Muharraq'),
      ]),
      ...slips.flatMap((slip) => prompts.slip(slip, 'A-014')),
      ...prompts.warning(),
    ])
    for (const estimate of [
      { p50: null, p90: null },
      { p50: 0, p90: 0 },
      { p50: 5, p90: 20 },
      { p50: 0, p90: 20 },
      // Every number that there are words for, of minutes, of hours, and of minutes after an hour.
      ...[...Array(60).keys()].flatMap((count) => [
        { p50: count, p90: count },
        { p50: 60 * count, p90: 60 * count },
        { p50: 60 + count, p90: 60 + count },
      ]),
    ])
      held(prompts.ticket({ number: 'A-014', ahead: 0, estimate }, 'B', true))
    fc.assert(fc.property(tickets, (ticket) => held(prompts.ticket(ticket, undefined, false))))
  }
  const files = LANGUAGES.flatMap((language) =>
    readdirSync(join(sentences, language)).map((file) => `${language}/${file}`),
  )
  t.same(
    files.filter((file) => !used.has(file)),
    [],
  )
})

t.test('the folder holds the clips of the table and no others, all of them small', async (t) => {
  let bytes = 0
  for (const language of LANGUAGES) {
    const files = readdirSync(join(sentences, language)).sort()
    const wanted = Object.keys(promptWords[language]).map((name) => `${name}.ogg`)
    t.same(files, wanted.sort())
    for (const file of files) bytes += statSync(join(sentences, language, file)).size
  }
  t.ok(bytes < ALL_BYTES_MAX, `${bytes} bytes in all`)
})

t.test('no key begins another, however many choices there are, and zero is none', async (t) => {
  for (const count of [0, 1, 9, 10, 40, 81]) {
    const keys = numberKeys(count)
    t.equal(new Set(keys).size, count)
    t.notOk(keys.some((key) => key.includes('0')))
    t.notOk(keys.some((key) => keys.some((other) => other !== key && other.startsWith(key))))
  }
  t.same(serviceKeys(demoServices), {
    take: ['1', '2', '3', '4', '5', '6'],
    online: ['7', '', '8', '', '', ''],
  })
})

t.test(
  'a wait is said with its hours, and Arabic numbers agree with what they count',
  async (t) => {
    const said = (language: 'ar' | 'en', p50: number | null, p90: number | null) => {
      const estimate = { p50, p90 }
      const ticket = promptsIn(language).ticket({ number: 'A-014', ahead: 0, estimate }, '', false)
      const clips = ticket.flatMap(clipsOf)
      return clips.slice(clips.indexOf('nobody-ahead') + 1, clips.indexOf('again-zero')).join(' ')
    }
    /** What is said, in the letters of the table. */
    const read = (language: 'ar' | 'en', p50: number | null, p90: number | null) =>
      said(language, p50, p90)
        .split(' ')
        .map((name) => wordsOf[language][name]?.text)
        .join(' ')
        .replaceAll(',', '')
    t.equal(said('en', null, null), 'wait-unknown')
    t.equal(said('en', 0, 0), 'wait-short')
    t.equal(said('en', null, 20), 'wait-about 20 minutes')
    t.equal(read('en', 1, 1), 'The expected wait is about one minute')
    t.equal(read('en', 0, 20), 'The expected wait is up to about twenty minutes')
    t.equal(read('en', 10, 25), 'The expected wait is about ten to twenty five minutes')
    t.equal(
      read('en', 45, 121),
      'The expected wait is about forty five minutes to two hours and one minute',
    )
    t.equal(read('en', 60, 70), 'The expected wait is about one hour to one hour and ten minutes')
    t.equal(read('ar', 1, 1), 'الانتظار المتوقع نحو دقيقة واحدة')
    t.equal(read('ar', 0, 2), 'الانتظار المتوقع حتى دقيقتين')
    t.equal(read('ar', 3, 10), 'الانتظار المتوقع من ثلاث دقائق إلى عشر دقائق')
    t.equal(read('ar', 11, 12), 'الانتظار المتوقع من إحدى عشرة دقيقة إلى اثنتي عشرة دقيقة')
    t.equal(read('ar', 20, 28), 'الانتظار المتوقع من عشرين دقيقة إلى ثمانٍ وعشرين دقيقة')
    t.equal(read('ar', 60, 62), 'الانتظار المتوقع من ساعة واحدة إلى ساعة ودقيقتين')
    t.equal(
      read('ar', 121, 205),
      'الانتظار المتوقع من ساعتين ودقيقة إلى ثلاث ساعات وخمسٍ وعشرين دقيقة',
    )
    t.equal(read('ar', 702, 702), 'الانتظار المتوقع نحو إحدى عشرة ساعة واثنتين وأربعين دقيقة')
    t.equal(said('ar', 30, 60 * 60), 'wait-unknown', 'for which there are no words')
  },
)

t.test('a service of a name of its own is said by its letter and its drawing', async (t) => {
  const [renew, collect, address] = demoServices
  if (!renew || !collect || !address) throw new Error('the demo has services')
  const name = { ar: 'اسم آخر', en: 'Another name' }
  for (const language of LANGUAGES) {
    const said = (services: Parameters<ReturnType<typeof promptsIn>['services']>[0]) =>
      promptsIn(language)
        .services(services, 'open')
        .flatMap((piece) => ('words' in piece && piece.otherwise[0] === 'service' ? [piece] : []))
        .map(({ otherwise }) => otherwise.join(' '))
    const visa = { ...address, name, prefix: 'B', pictogram: 'passport', onlineUrl: null } as const
    t.same(said([renew, visa]), ['service letter-b passport'])
    t.same(said([renew, { ...visa, pictogram: 'other' }]), ['service letter-b'])
    t.same(said([renew, { ...visa, pictogram: null }]), ['service letter-b'])
    t.same(said([renew, { ...visa, pictogram: null, worksOnCards: true }]), [
      'service letter-b collect',
    ])
    t.same(said([renew, { ...visa, pictogram: 'renew_card' }]), ['service letter-b'], 'nor twice')
    t.same(said([visa, { ...visa, prefix: 'G' }]), ['service letter-b', 'service letter-g'])
  }
})

t.test('that the centre is closed is said first, and who knows what to bring last', async (t) => {
  for (const language of LANGUAGES) {
    const prompts = promptsIn(language)
    const start = (doors: Doors) => prompts.language('1', doors).flatMap(clipsOf)
    t.same(start('open').slice(0, 2), ['on', 'for-language'])
    for (const doors of ['closed', 'closed-today'] as const) {
      t.same(start(doors).slice(0, 2), ['on', doors])
      t.same(prompts.services(demoServices, doors).flatMap(clipsOf).at(0), doors)
    }
    t.same(prompts.services(demoServices, 'open').flatMap(clipsOf).at(-1), 'bring')
    const bare = demoServices.map((one) => ({ ...one, requirements: { ar: '', en: '' } }))
    t.notOk(prompts.services(bare, 'open').flatMap(clipsOf).includes('bring'))
  }
})
