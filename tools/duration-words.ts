import { type ClipWords, joined, numbered, word } from './clip-words.ts'

/**
 * The words of "one hour and ten minutes". English has its numbers among those of the lobby. An
 * Arabic number that counts minutes or hours has other forms than one that names a ticket: that of a
 * feminine noun, and the genitive, as after من, إلى, نحو and حتى. They go to 59, of either.
 */

const english: ClipWords = {
  minute: { text: 'minute' },
  minutes: { text: 'minutes' },
  hour: { text: 'hour' },
  hours: { text: 'hours' },
  'hour-and': { text: 'hour and', said: 'hour and,' },
  'hours-and': { text: 'hours and', said: 'hours and,' },
}

/** Before what they count, 3 to 19: خمس دقائق, إحدى عشرة دقيقة. */
const counting = [
  word('ثلاث', "Tal'a:Ti"),
  word('أربع', "?'aRbaAi"),
  word('خمس', "X'amsi"),
  word('ست', "s'it:i"),
  word('سبع', "s'abAi"),
  word('ثماني', "Tama:n'i:"),
  word('تسع', "t'isAi"),
  word('عشر', "A'aSRi"),
  word('إحدى عشرة', "?'iHda: A'aSRata"),
  word('اثنتي عشرة', "?iTnat'aj A'aSRata"),
  word('ثلاث عشرة', "Tal'a:Ta A'aSRata"),
  word('أربع عشرة', "?'aRbaAa A'aSRata"),
  word('خمس عشرة', "X'amsa A'aSRata"),
  word('ست عشرة', "s'it:a A'aSRata"),
  word('سبع عشرة', "s'abAa A'aSRata"),
  word('ثماني عشرة', "Tam'a:nija A'aSRata"),
  word('تسع عشرة', "t'isAa A'aSRata"),
]
const countingTens = [
  word('عشرين', "AiSR'i:na"),
  word('ثلاثين', "Tala:T'i:na"),
  word('أربعين', "?aRbaA'i:na"),
  word('خمسين', "Xams'i:na"),
]
/** Before tens: خمسٍ وعشرين. */
const onesOfTens = [
  word('إحدى', "?'iHda:"),
  word('اثنتين', "?iTnat'ajni"),
  word('ثلاثٍ', "Tal'a:Tin"),
  word('أربعٍ', "?'aRbaAin"),
  word('خمسٍ', "X'amsin"),
  word('ستٍ', "s'it:in"),
  word('سبعٍ', "s'abAin"),
  word('ثمانٍ', "Tam'a:nin"),
  word('تسعٍ', "t'isAin"),
]

const named = (prefix: string, words: ClipWords): ClipWords =>
  Object.fromEntries(Object.entries(words).map(([name, one]) => [`${prefix}-${name}`, one]))

const numbers: ClipWords = {
  ...named('count', { ...numbered(counting, 3, 1), ...numbered(countingTens, 20, 10) }),
  ...named('ones', numbered(onesOfTens, 1, 1)),
}

const minutes: ClipWords = {
  minute: word('دقيقة', "daq'i:qah"),
  'minutes-two': word('دقيقتين', "daqi:qat'ajn"),
}

const arabic: ClipWords = {
  ...numbers,
  ...joined({ ...numbers, ...minutes }),
  ...minutes,
  'minute-one': word('دقيقة واحدة', "daq'i:qatin w'a:Hidah"),
  'minutes-few': word('دقائق', "daq'a:?iq"),
  hour: word('ساعة', "s'a:Aah"),
  'hour-one': word('ساعة واحدة', "s'a:Aatin w'a:Hidah"),
  'hours-two': word('ساعتين', "sa:Aat'ajn"),
  'hours-few': word('ساعات', "sa:A'a:t"),
}

export const durationWords = { ar: arabic, en: english } as const
