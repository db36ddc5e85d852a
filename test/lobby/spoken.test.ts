import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { type SpokenCall, spoken } from '../../display/lobby/spoken.ts'
import { ticketNumber } from '../../src/centres/centre.ts'
import { type ClipWords, clipWords } from '../../tools/clip-words.ts'
import { fromArabic, fromEnglish } from './number-words.ts'

const folder = resolve(import.meta.dirname, '../../display/shared/clips')
const CLIP_BYTES_MAX = 50_000
const ALL_BYTES_MAX = 800_000
const LANGUAGES = ['ar', 'en'] as const
type Spoken = (typeof LANGUAGES)[number]

const fileOf = (language: Spoken, name: string): string => join(folder, language, `${name}.ogg`)

const textOf = (language: Spoken, names: readonly string[]): string => {
  const words: ClipWords = clipWords[language]
  return names.map((name) => words[name]?.text ?? `(${name}?)`).join(' ')
}

/** What is heard, with a bar at each short pause. */
const heard = (call: SpokenCall, language: Spoken): string | undefined =>
  spoken(call, language)
    ?.map((phrase) => textOf(language, phrase))
    .join(' | ')

const numbers = fc.integer({ min: 1, max: 9_999 })
const prefixes = fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ')

t.test('a call is said as people say it', async (t) => {
  const says = (number: string, counter: string, ar: string, en: string) => {
    t.equal(heard({ number, counter }, 'ar'), ar, number)
    t.equal(heard({ number, counter }, 'en'), en, number)
  }
  says(
    'A-014',
    '7',
    'الرقم إيه | أربعة عشر | النافذة رقم سبعة',
    'number A | fourteen | counter seven',
  )
  says(
    'C-1003',
    'VIP 2',
    'الرقم سي | ألف وثلاثة | النافذة ڤي آي پي اثنان',
    'number C | one thousand and three | counter V I P two',
  )
  says(
    'D-121',
    'B12',
    'الرقم دي | مئة وواحد وعشرون | النافذة بي اثنا عشر',
    'number D | one hundred and twenty one | counter B twelve',
  )
  says(
    'K-9342',
    '10',
    'الرقم كيه | تسعة آلاف وثلاثمئة واثنان وأربعون | النافذة رقم عشرة',
    'number K | nine thousand three hundred and forty two | counter ten',
  )
  says(
    'E-2200',
    '03',
    'الرقم إي | ألفان ومئتان | النافذة رقم ثلاثة',
    'number E | two thousand two hundred | counter three',
  )
  for (const words of ['Information', 'الاستقبال', 'Hall B, left', '10000', ''])
    says(
      'A-014',
      words,
      'الرقم إيه | أربعة عشر | يُرجى النظر إلى الشاشة',
      'number A | fourteen | please look at the screen',
    )
})

t.test('every ticket at every counter is said with clips that are there', async (t) => {
  fc.assert(
    fc.property(prefixes, numbers, fc.integer({ min: 0, max: 9_999 }), (prefix, n, counter) => {
      for (const language of LANGUAGES) {
        const call = { number: ticketNumber(prefix, n), counter: String(counter) }
        const names = spoken(call, language)?.flat() ?? []
        t.ok(names.length >= 4, call.number)
        t.strictSame(
          names.filter((name) => !existsSync(fileOf(language, name))),
          [],
        )
      }
    }),
  )
})

t.test('who hears a number knows which it is: all of them, in both languages', async (t) => {
  const wrong: string[] = []
  for (let n = 1; n <= 9_999; n++) {
    const call = { number: ticketNumber('A', n), counter: '1' }
    const english = fromEnglish(textOf('en', spoken(call, 'en')?.[1] ?? []))
    const names = spoken(call, 'ar')?.[1] ?? []
    const arabic = fromArabic(textOf('ar', names))
    if (english !== n || arabic.value !== n) wrong.push(call.number)
    // Every part but the first has its و, or it would be a row of numbers.
    if (arabic.joined !== names.length - 1) wrong.push(`${call.number} و`)
  }
  t.strictSame(wrong, [])
})

t.test('leading zeros and the digits of the keyboard make no difference', async (t) => {
  fc.assert(
    fc.property(numbers, fc.nat({ max: 4 }), (n, zeros) => {
      const plain = { number: `A-${n}`, counter: String(n) }
      const padded = `${'0'.repeat(zeros)}${n}`
      const arabicIndic = padded.replace(/\d/g, (digit) => String.fromCharCode(0x660 + +digit))
      for (const language of LANGUAGES) {
        const said = spoken(plain, language)
        t.strictSame(spoken({ number: `A-${padded}`, counter: padded }, language), said)
        t.strictSame(spoken({ number: `a ${arabicIndic}`, counter: arabicIndic }, language), said)
      }
    }),
  )
})

t.test('a number that cannot be said is left to the chime', async (t) => {
  const strange = [
    '',
    ' ',
    '-',
    'Reception',
    'الاستقبال',
    '10000',
    '1 2 3 4 5',
    '7!',
    '٪',
    'A-',
    'é',
  ]
  for (const label of strange) {
    for (const language of LANGUAGES) {
      t.equal(spoken({ number: label, counter: '7' }, language), null, `number ${label}`)
    }
  }
  fc.assert(
    fc.property(fc.string(), fc.string(), (number, counter) => {
      for (const language of LANGUAGES) {
        const names = spoken({ number, counter }, language)?.flat() ?? []
        t.ok(names.every((name) => existsSync(fileOf(language, name))))
      }
    }),
  )
})

t.test('the folder holds the clips of the table and no others, all of them small', async (t) => {
  let bytes = 0
  for (const language of LANGUAGES) {
    const files = readdirSync(join(folder, language)).sort()
    const wanted = Object.keys(clipWords[language]).map((name) => `${name}.ogg`)
    t.strictSame(files, wanted.sort())
    for (const file of files) {
      const path = join(folder, language, file)
      const { size } = statSync(path)
      t.ok(size < CLIP_BYTES_MAX, `${file} is small`)
      t.equal(readFileSync(path).toString('latin1', 28, 36), 'OpusHead', `${file} is Ogg Opus`)
      bytes += size
    }
  }
  t.ok(bytes < ALL_BYTES_MAX, `${bytes} bytes in all`)
})
