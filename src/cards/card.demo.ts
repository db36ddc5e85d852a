import type { Vault } from '../crypto.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Language } from '../language.ts'
import { insertCards } from './card.store.ts'
import { logAll } from './custody.store.ts'
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
/** Owners are born from 1945 to 2007. */
const FIRST_BORN = 1945
const YEARS_BORN = 63
const CITIZEN_SUFFIXES = 100_000

const digits = (value: number, length: number): string => String(value).padStart(length, '0')

const letterOf = (ordinal: number): string => String.fromCharCode(65 + ordinal)

/**
 * Made-up cards, each in a slot of its own: the same ones for the same source of random numbers
 * (0 ≤ n < 1). At most as many as there are slots.
 */
export const demoCards = (
  random: () => number,
  slots: readonly string[],
  count: number,
  now: number,
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
  return Array.from({ length: Math.min(count, slots.length) }, (_, ordinal) => {
    const [place = ''] = free.splice(below(free.length), 1)
    return {
      serial: `${batch}-${digits(ordinal + 1, 6)}`,
      citizenId: newOwner(),
      phone: `+97336${digits(below(1_000_000), 6)}`,
      language: random() < 0.7 ? 'ar' : 'en',
      place,
      readyAt: now - 1 - below(OLDEST_DAYS * DAY_MS),
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
