import type { Pictogram } from '../../src/centres/pictogram.ts'
import type { Bilingual, Language } from '../../src/language.ts'
import type { Estimate } from '../../src/live/events.ts'
import { type Phrase, partsOf, sayPart } from '../shared/spoken-numbers.ts'
import { spokenDuration, spokenRange } from './spoken-durations.ts'

/**
 * What the kiosk says on each of its steps, for somebody who does not see it. Sentences of our own
 * are clips (tools/prompt-words.ts); names that a centre gave have none.
 */
export type Piece = { language: Language } & (
  | { clips: Phrase }
  /** Said by a voice of the browser's own; `otherwise` where there is none that may be used. */
  | { words: string; otherwise: Phrase }
)

type Slip = 'unknown' | 'printing' | 'printed' | 'failed' | 'slow' | 'none'

/** Whether anybody is called; on which days no number is of use any more (isOverForToday). */
export type Doors = 'open' | 'closed' | 'closed-today'

interface Offered {
  prefix: string
  name: Bilingual
  requirements: Bilingual
  onlineUrl: string | null
  worksOnCards: boolean
  pictogram: Pictogram | null
}

/** Keys that are no digits, so that they work while a citizen id is typed as well. */
export const KEYS = { voice: '0', voiceAmongDigits: '*', back: '-', erase: '.' } as const

const ONE_KEY_MAX = 9

/**
 * The number keys of so many choices: 1 to 9 where that is enough, else two of them each, none of
 * which begins another. Zero is the voice's own.
 */
export const numberKeys = (count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    count <= ONE_KEY_MAX
      ? String(at + 1)
      : `${Math.floor(at / ONE_KEY_MAX) + 1}${(at % ONE_KEY_MAX) + 1}`,
  )

/** The keys of the services, and of what the screen says of doing them online. */
export const serviceKeys = (services: readonly Pick<Offered, 'onlineUrl'>[]) => {
  const online = services.filter((service) => service.onlineUrl !== null)
  const keys = numberKeys(services.length + online.length)
  return {
    take: services.map((_, at) => keys[at] ?? ''),
    online: services.map((service) => {
      const at = online.indexOf(service)
      return at < 0 ? '' : (keys[services.length + at] ?? '')
    }),
  }
}

/** What services are usually called, whose names have clips; any other name has none. */
const usualNames: Readonly<Record<string, string>> = {
  'Renew card': 'renew',
  'تجديد البطاقة': 'renew',
  'Collect my card': 'collect',
  'استلام البطاقة': 'collect',
  'Update address': 'address',
  'تحديث العنوان': 'address',
  'Replace a lost or damaged card': 'replace',
  'بدل فاقد أو تالف': 'replace',
  'Fingerprints and photo': 'biometrics',
  'البصمة والصورة': 'biometrics',
  'Express service': 'express',
  'الخدمة السريعة': 'express',
}

/** What a service is drawn as, in a word or two; "other" says nothing. */
const drawnAs: Readonly<Record<Exclude<Pictogram, 'other'>, string>> = {
  new_card: 'new-card',
  renew_card: 'renew',
  replace_card: 'replace',
  collect_card: 'collect',
  biometrics: 'biometrics',
  address: 'address',
  name: 'name',
  child: 'child',
  family: 'family',
  accessible: 'accessible',
  passport: 'passport',
  vehicle: 'vehicle',
  payment: 'payment',
  appointment: 'appointment',
  express: 'express',
  information: 'information',
}

const drawingOf = ({ pictogram, worksOnCards }: Offered): string | undefined => {
  if (pictogram !== null && pictogram !== 'other') return drawnAs[pictogram]
  return worksOnCards ? drawnAs.collect_card : undefined
}

const numbersOf = (label: string, language: Language): Phrase =>
  (partsOf(label) ?? []).flatMap((part) => sayPart(part, language))

export const promptsIn = (language: Language) => {
  const say = (...clips: Phrase): Piece => ({ language, clips })
  const own = (words: string, ...otherwise: Phrase): Piece => ({ language, words, otherwise })
  const count = (value: number): Phrase => sayPart({ value }, language)
  const press = (key: string): Piece =>
    say('press', ...[...key].flatMap((digit) => count(Number(digit))))
  const clipOf = ({ name }: Pick<Offered, 'name'>) => usualNames[name[language]]
  /**
   * By its name; where that has no clip, by its letter, which stands on the slip, and by what it is
   * drawn as, which is what somebody goes by who sees it and cannot read. A drawing that would be said
   * of two services tells them apart for nobody, and is left to the screen.
   */
  const named = (service: Offered, all: readonly Offered[]): Piece => {
    const clip = clipOf(service)
    if (clip !== undefined) return own(service.name[language], clip)
    const drawn = drawingOf(service)
    const isOnly = all.every((one) => one === service || (clipOf(one) ?? drawingOf(one)) !== drawn)
    const byLetter = ['service', ...numbersOf(service.prefix, language)]
    return own(
      service.name[language],
      ...byLetter,
      ...(drawn !== undefined && isOnly ? [drawn] : []),
    )
  }
  /** Choices that are numbered from 1 in the order of the screen. */
  const choices = (...names: string[]): Piece[] =>
    names.flatMap((name, at) => [say(name), press(String(at + 1))])
  const numberOf = (number: string): Piece[] =>
    (partsOf(number) ?? []).map((part) => say(...sayPart(part, language)))
  const way = [say('back'), say('again-zero')]

  /** The same as the screen says of it (estimateSentence). */
  const wait = ({ p50, p90 }: Estimate): Piece[] => {
    const [from, to] = [p50 ?? p90, p90 ?? p50]
    if (from === null || to === null) return [say('wait-unknown')]
    if (to === 0) return [say('wait-short')]
    const isRange = from > 0 && from !== to
    const said = isRange ? spokenRange(from, to, language) : spokenDuration(to, language)
    if (said === null) return [say('wait-unknown')]
    // Nobody says that they wait from nothing to something.
    if (from === 0) return [say('wait-up-to', ...said)]
    return [say(isRange && language === 'ar' ? 'wait-from' : 'wait-about', ...said)]
  }

  return {
    language: (key: string, doors: Doors): Piece[] => [
      say('on'),
      ...(doors === 'open' ? [] : [say(doors)]),
      say('for-language'),
      press(key),
      say('again-zero'),
    ],
    services: (services: readonly Offered[], doors: Doors): Piece[] => {
      if (services.length === 0) return [say('no-services'), ...way]
      const keys = serviceKeys(services)
      const toTake = services.flatMap((service, at) => [
        named(service, services),
        press(keys.take[at] ?? ''),
      ])
      const online = services.flatMap((service, at) =>
        service.onlineUrl === null
          ? []
          : [named(service, services), say('online'), press(keys.online[at] ?? '')],
      )
      // Whoever has heard enough presses; what to bring is said when all can be pressed already.
      const bring = services
        .filter((service) => service.requirements[language] !== '')
        .flatMap((service) => [own(`${service.name[language]}. ${service.requirements[language]}`)])
      return [
        ...(doors === 'open' ? [] : [say(doors)]),
        say('choose-service'),
        ...toTake,
        ...online,
        // Letters alone say nothing; without words somebody has to.
        ...(services.every((service) => clipOf(service) !== undefined) ? [] : [own('', 'letters')]),
        ...way,
        ...bring,
        // Words of a centre's own have no clips: without a voice for them it is said who knows.
        ...(bring.length > 0 ? [own('', 'bring')] : []),
      ]
    },
    online: (): Piece[] => [say('online-about'), ...choices('take-number', 'finish'), ...way],
    citizenId: (): Piece[] => [say('enter-id'), say('back'), say('again-star')],
    /** After each digit: never which one it was. */
    digitsLeft: (left: number): Piece[] => {
      if (left === 0) return [say('complete')]
      return [language === 'ar' ? say('left', ...count(left)) : say(...count(left), 'left')]
    },
    working: (on: 'card' | 'ticket'): Piece[] => [say(on === 'card' ? 'checking' : 'issuing')],
    problem: (code: string, detail: string, isRetrying: boolean): Piece[] => {
      if (isRetrying) return [say('retrying'), ...choices('cancel')]
      const sentence = code === 'card_has_ticket' ? say('has-ticket') : own(detail, 'problem')
      return [sentence, ...choices('other-service'), say('again-zero')]
    },
    card: (state: string, elsewhere: string | undefined): Piece[] => {
      const answers: Record<string, Piece[]> = {
        not_here: [say('card-not-here')],
        other_centre: [
          say('card-other-centre'),
          elsewhere === undefined ? say('ask-which') : own(elsewhere, 'ask-which'),
        ],
        collected: [say('card-collected')],
        unknown: [say('card-unknown')],
      }
      const again = state === 'unknown' ? ['enter-again'] : []
      return [
        ...(answers[state] ?? []),
        ...choices(...again, 'other-service', 'finish'),
        say('again-zero'),
      ]
    },
    ticket: (
      ticket: { number: string; ahead: number; estimate: Estimate },
      section: string | undefined,
      isReady: boolean,
    ): Piece[] => {
      const place = section === undefined ? [] : numbersOf(section, language)
      return [
        ...(isReady ? [say('card-ready')] : []),
        ...(place.length > 0 ? [say('section', ...place)] : []),
        say('your-number'),
        ...numberOf(ticket.number),
        ...(ticket.ahead === 0
          ? [say('nobody-ahead')]
          : [say('ahead'), say(...count(ticket.ahead))]),
        ...wait(ticket.estimate),
        say('again-zero'),
        ...choices('finish'),
      ]
    },
    /** Where no slip is to be had, the number is said once more, to be kept in mind. */
    slip: (slip: Slip, number: string): Piece[] => {
      if (slip === 'unknown') return []
      const isKept = slip === 'printed' || slip === 'printing'
      return [say(`slip-${slip}`), ...(isKept ? [] : numberOf(number))]
    },
    warning: (): Piece[] => [say('still-there')],
  }
}
