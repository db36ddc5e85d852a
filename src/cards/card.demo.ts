import { businessDay } from '../centres/business-day.ts'
import type { Vault } from '../crypto.ts'
import type { CentreRow, Command, Step } from '../db/transact.ts'
import type { Language } from '../language.ts'
import { weekdayOf } from '../reports/report.ts'
import { insertCards } from './card.store.ts'
import { logAll } from './custody.store.ts'
import { countHappened, type Happened } from './figure.store.ts'
import { hoursFor } from './figure.ts'
import { readApplicationNumber } from './manifest.ts'

/** A made-up card on a shelf, with its made-up owner. */
export interface DemoCard {
  serial: string
  citizenId: string
  /** E.164, a Bahraini mobile. */
  phone: string
  applicationNumber?: string
  language: Language
  place: string
  readyAt: number
}

const DAY_MS = 86_400_000
/** Cards lie for some weeks before they are collected. */
const OLDEST_DAYS = 45
/** A week has so many days on which somebody works; its others lie together. */
const WORKED_DAYS = 5
/** Owners are born from 1945 to 2007. */
const FIRST_BORN = 1945
const YEARS_BORN = 63
const CITIZEN_SUFFIXES = 100_000

const HOUR_MS = 3_600_000
/** From a delivery to the shelf it is a working day at most. */
const SHELVING_HOURS = 8
/** Handovers are counted as far back as visits are, so many for each card that lies there now. */
const HANDED_DAYS = 63
const HANDED_FOR_EACH = 2
/** How long a card lies until its owner comes, in the middle. */
const LYING_DAYS = 6
/** One in so many is not in its slot when it is fetched; most of these turn up within days. */
const NOT_FOUND_OF = 120
const TURNS_UP = 0.8

const digits = (value: number, length: number): string => String(value).padStart(length, '0')

const letterOf = (ordinal: number): string => String.fromCharCode(65 + ordinal)

/**
 * Made-up cards, each in a slot of its own: the same ones for the same source of random numbers
 * (0 ≤ n < 1). At most as many as there are slots, and none shelved on a day when nobody works.
 */
export const demoCards = (
  random: () => number,
  slots: readonly string[],
  count: number,
  now: number,
  isWorked: (at: number) => boolean = () => true,
): DemoCard[] => {
  const below = (limit: number) => Math.floor(random() * limit)
  // Each centre's cards come from a batch of its own, so that no serial is there twice.
  const batch = `${letterOf(below(26))}${letterOf(below(26))}26`
  const free = [...slots]
  const owners = new Set<string>()
  const newOwner = (): string => {
    const year = digits((FIRST_BORN + below(YEARS_BORN)) % 100, 2)
    const id = `${year}${digits(1 + below(12), 2)}${digits(below(CITIZEN_SUFFIXES), 5)}`
    if (owners.has(id)) return newOwner()
    owners.add(id)
    return id
  }
  // Each by a step of its own, so that the last day before others does not take all of theirs.
  const worked = (at: number, step: number): number =>
    isWorked(at) ? at : worked(at - step * DAY_MS, step)
  return Array.from({ length: Math.min(count, slots.length) }, (_, ordinal) => {
    const [place = ''] = free.splice(below(free.length), 1)
    return {
      serial: `${batch}-${digits(ordinal + 1, 6)}`,
      citizenId: newOwner(),
      phone: `+97336${digits(below(1_000_000), 6)}`,
      language: random() < 0.7 ? 'ar' : 'en',
      place,
      readyAt: worked(now - 1 - below(OLDEST_DAYS * DAY_MS), 1 + (ordinal % WORKED_DAYS)),
    }
  })
}

/** Puts made-up cards on the shelves, as if they had been there for a while: no notice is sent. */
export function* shelveDemoCards(
  command: Command,
  vault: Pick<Vault, 'seal' | 'find' | 'findApplication'>,
  cards: readonly DemoCard[],
): Step<void> {
  const { centre, revision } = command
  yield* insertCards(
    cards.map(({ serial, citizenId, phone, applicationNumber, language, place, readyAt }) => ({
      serial,
      centreId: centre.id,
      citizenHash: vault.find(citizenId),
      citizenCipher: vault.seal(citizenId),
      phoneCipher: vault.seal(phone),
      applicationHash: applicationNumber
        ? vault.findApplication(readApplicationNumber(applicationNumber) ?? '')
        : null,
      language,
      state: 'shelved' as const,
      stateSince: readyAt,
      place,
      blocked: false,
      manifestId: null,
      readyAt,
      revision,
    })),
  )
  yield* logAll(
    command,
    cards.map(({ serial, place, readyAt }) => ({
      serial,
      action: 'shelved' as const,
      at: readyAt,
      staffId: null,
      device: null,
      fromPlace: null,
      toPlace: place,
      why: null,
    })),
  )
}

/** What happened to the cards that lie on the shelves, and to those that were handed over before. */
const demoPast = (
  random: () => number,
  cards: readonly Pick<DemoCard, 'readyAt'>[],
  now: number,
): Happened[] => {
  const arrived = (shelvedAt: number): Happened[] => {
    const tookMs = random() * SHELVING_HOURS * HOUR_MS
    return [
      { kind: 'received', at: shelvedAt - tookMs },
      { kind: 'to_shelf', upToHours: hoursFor(tookMs), at: shelvedAt },
    ]
  }
  const handedOver = (): Happened[] => {
    const at = now - random() * HANDED_DAYS * DAY_MS
    const layMs = -Math.log(1 - random()) * LYING_DAYS * DAY_MS
    const shelvedAt = at - layMs
    const happened: Happened[] = [
      ...arrived(shelvedAt),
      { kind: 'shelved', at: shelvedAt },
      { kind: 'picked', at },
      { kind: 'handed_over', at },
      { kind: 'to_handover', upToHours: hoursFor(layMs), at },
    ]
    if (random() * NOT_FOUND_OF >= 1) return happened
    const foundAt = at + random() * LYING_DAYS * DAY_MS
    happened.push({ kind: 'not_found', at }, { kind: 'missing', at })
    return random() < TURNS_UP ? [...happened, { kind: 'found', at: foundAt }] : happened
  }
  const past = [
    ...cards.flatMap(({ readyAt }) => arrived(readyAt)),
    ...Array.from({ length: HANDED_FOR_EACH * cards.length }, handedOver).flat(),
  ]
  // In their order: the day of what came just before is known.
  return past.sort((one, other) => one.at - other.at)
}

/** Whether a centre is open on the day of a moment. */
export const isWorkedIn =
  (centre: Pick<CentreRow, 'hours' | 'timeZone' | 'dayEndsAtMin'>) =>
  (at: number): boolean =>
    centre.hours[weekdayOf(businessDay(at, centre).day)] !== undefined

/**
 * Counts a made-up past of the shelves, so that its figures have something to show: counts alone, on
 * the days that a centre is open, without cards behind those that were handed over.
 */
export function* countDemoPast(
  { centre, now }: Pick<Command, 'centre' | 'now'>,
  random: () => number,
  cards: readonly Pick<DemoCard, 'readyAt'>[],
): Step<void> {
  const isWorked = isWorkedIn(centre)
  const past = demoPast(random, cards, now).filter(({ at }) => at < now && isWorked(at))
  yield* countHappened({ centre }, past)
}
