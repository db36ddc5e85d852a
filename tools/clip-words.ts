/**
 * Every word that a lobby says, by the name of its clip, in both languages. `said` is for the
 * speaking program alone, where it would read the word as it is written wrongly.
 */
export interface ClipWord {
  text: string
  said?: string
}
export type ClipWords = Readonly<Record<string, ClipWord>>

const alphabet = 'abcdefghijklmnopqrstuvwxyz'

/** Words that something always follows keep their voice up, as before a comma. */
const open = (text: string): ClipWord => ({ text, said: `${text},` })

const englishOnes = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ')
const englishTens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

const english: ClipWords = {
  number: open('number'),
  counter: open('counter'),
  'see-screen': { text: 'please look at the screen' },
  thousand: { text: 'thousand' },
  'thousand-and': open('thousand and'),
  hundred: { text: 'hundred' },
  'hundred-and': open('hundred and'),
  ...Object.fromEntries(englishOnes.map((text, at) => [String(at), { text }])),
  ...Object.fromEntries(englishTens.map((text, at) => [String(20 + 10 * at), { text }])),
  ...Object.fromEntries(
    [...alphabet].map((letter) => [`letter-${letter}`, open(letter.toUpperCase())]),
  ),
}

/** An Arabic word with its sounds in the signs of espeak-ng, which guesses vowels that are not written. */
export const word = (text: string, sounds: string): ClipWord => ({ text, said: `[[${sounds}]]` })

/** As they are read aloud at a pause: "ah" for ة, no case endings. */
const arabicOnes: ClipWord[] = [
  word('صفر', "s['i.fR"),
  word('واحد', "w'a:Hid"),
  word('اثنان', "?iTn'a:n"),
  word('ثلاثة', "Tal'a:Tah"),
  word('أربعة', "?'aRbaAah"),
  word('خمسة', "X'amsah"),
  word('ستة', "s'it:ah"),
  word('سبعة', "s'abAah"),
  word('ثمانية', "Tam'a:nijah"),
  word('تسعة', "t'isAah"),
  word('عشرة', "A'aSaRah"),
  word('أحد عشر', "?'aHada A'aSaR"),
  word('اثنا عشر', "?'iTna: A'aSaR"),
  word('ثلاثة عشر', "Tal'a:Tata A'aSaR"),
  word('أربعة عشر', "?'aRbaAata A'aSaR"),
  word('خمسة عشر', "X'amsata A'aSaR"),
  word('ستة عشر', "s'it:ata A'aSaR"),
  word('سبعة عشر', "s'abAata A'aSaR"),
  word('ثمانية عشر', "Tam'a:nijata A'aSaR"),
  word('تسعة عشر', "t'isAata A'aSaR"),
]
const arabicTens: ClipWord[] = [
  word('عشرون', "AiSR'u:n"),
  word('ثلاثون', "Tala:T'u:n"),
  word('أربعون', "?aRbaA'u:n"),
  word('خمسون', "Xams'u:n"),
  word('ستون', "sit:'u:n"),
  word('سبعون', "sabA'u:n"),
  word('ثمانون', "Tama:n'u:n"),
  word('تسعون', "tisA'u:n"),
]
const arabicHundreds: ClipWord[] = [
  word('مئة', "m'i?ah"),
  word('مئتان', "mi?at'a:n"),
  word('ثلاثمئة', "Tala:Tum'i?ah"),
  word('أربعمئة', "?aRbaAum'i?ah"),
  word('خمسمئة', "Xamsum'i?ah"),
  word('ستمئة', "sit:um'i?ah"),
  word('سبعمئة', "sabAum'i?ah"),
  word('ثمانمئة', "Tama:nim'i?ah"),
  word('تسعمئة', "tisAum'i?ah"),
]
const arabicThousands: ClipWord[] = [
  word('ألف', "?'alf"),
  word('ألفان', "?alf'a:n"),
  word('ثلاثة آلاف', "Tal'a:Tatu ?a:l'a:f"),
  word('أربعة آلاف', "?'aRbaAatu ?a:l'a:f"),
  word('خمسة آلاف', "X'amsatu ?a:l'a:f"),
  word('ستة آلاف', "s'it:atu ?a:l'a:f"),
  word('سبعة آلاف', "s'abAatu ?a:l'a:f"),
  word('ثمانية آلاف', "Tam'a:nijatu ?a:l'a:f"),
  word('تسعة آلاف', "t'isAatu ?a:l'a:f"),
]

/** The words from `first` on, `step` apart, by the number they are the word of. */
export const numbered = (words: readonly ClipWord[], first: number, step: number): ClipWords =>
  Object.fromEntries(words.map((word, at) => [String(first + step * at), word]))

/** With the و that joins it to what was said before: it is written and said as one word. */
export const joined = (words: ClipWords): ClipWords =>
  Object.fromEntries(
    Object.entries(words).map(([name, { text, said = '' }]) => [
      `and-${name}`,
      // The hamza of اثنان is one that is not heard inside a word.
      { text: `و${text}`, said: said.replace('[[', '[[wa').replace(/\?'?iTn/, 'Tn') },
    ]),
  )

const arabicBelow1000: ClipWords = {
  ...numbered(arabicOnes.slice(1), 1, 1),
  ...numbered(arabicTens, 20, 10),
  ...numbered(arabicHundreds, 100, 100),
}

/** The Latin letters as the Gulf says them. */
const arabicLetters: readonly ClipWord[] = [
  word('إيه', "?'e:"),
  word('بي', "b'i:"),
  word('سي', "s'i:"),
  word('دي', "d'i:"),
  word('إي', "?'i:"),
  word('إف', "?'ef"),
  word('جي', "dZ'i:"),
  word('إتش', "?'etS"),
  word('آي', "?'a:j"),
  word('جيه', "dZ'e:"),
  word('كيه', "k'e:"),
  word('إل', "?'el"),
  word('إم', "?'em"),
  word('إن', "?'en"),
  word('أو', "?'o:"),
  word('پي', "p'i:"),
  word('كيو', "kj'u:"),
  word('آر', "?'a:R"),
  word('إس', "?'es"),
  word('تي', "t'i:"),
  word('يو', "j'u:"),
  word('ڤي', "v'i:"),
  word('دبليو', "d'ablju:"),
  word('إكس', "?'eks"),
  word('واي', "w'a:j"),
  word('زد', "z'ed"),
]

const arabic: ClipWords = {
  number: word('الرقم', "?aRR'aqm"),
  counter: word('النافذة', "?ann'a:fiDah"),
  'see-screen': word('يُرجى النظر إلى الشاشة', "j'uRdZa nn'aZaRu ?ilaSS'a:Sah"),
  'counter-number': word('النافذة رقم', "?ann'a:fiDat R'aqm"),
  ...numbered(arabicOnes, 0, 1),
  ...numbered(arabicTens, 20, 10),
  ...numbered(arabicHundreds, 100, 100),
  ...numbered(arabicThousands, 1_000, 1_000),
  ...joined(arabicBelow1000),
  ...Object.fromEntries(
    [...alphabet].map((letter, at) => [`letter-${letter}`, arabicLetters[at] ?? { text: letter }]),
  ),
}

export const clipWords = { ar: arabic, en: english } as const
