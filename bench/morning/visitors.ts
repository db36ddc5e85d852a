/**
 * Who comes on a made-up morning: the same people for the same seed. Times are minutes of the
 * morning, from the opening of the doors.
 */
export interface Visitor {
  arrivesMin: number
  service: string
  class: 'regular' | 'priority'
  language: 'ar' | 'en'
  /** E.164, for those who leave one. */
  phone: string | null
  /** The owner of the card to collect. */
  citizenId: string | null
  /** What they do besides waiting for their turn. */
  habit: 'patient' | 'no_show' | 'no_show_returns' | 'leaves' | 'parked' | 'transferred'
  servingMin: number
}

export const MORNING_MIN = 240

/** Random numbers, 0 ≤ n < 1, the same for the same seed (mulberry32). */
export const chanceFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Shares<T extends string> = readonly (readonly [T, number])[]

const pick = <T extends string>(random: () => number, shares: Shares<T>, last: T): T => {
  let left = random() * shares.reduce((sum, [, share]) => sum + share, 0)
  for (const [one, share] of shares) {
    left -= share
    if (left < 0) return one
  }
  return last
}

const services: Shares<string> = [
  ['renew', 34],
  ['collect', 22],
  ['address', 14],
  ['replace', 9],
  ['biometrics', 13],
  ['express', 8],
]
/** Mean minutes at the counter. */
const meanServingMin: Record<string, number> = {
  renew: 7,
  collect: 3.5,
  address: 8,
  replace: 10,
  biometrics: 6,
  express: 2.5,
}
const habits: Shares<Visitor['habit']> = [
  ['patient', 82],
  ['no_show', 4],
  ['no_show_returns', 4],
  ['leaves', 4],
  ['parked', 3],
  ['transferred', 3],
]

/** A third come with the opening of the doors and within the first half hour, the rest spread. */
const arrival = (random: () => number): number =>
  random() < 0.33 ? 30 * random() ** 2 : random() * (MORNING_MIN - 25)

/** Long-tailed around its mean, as servings are: log-normal with σ = 0.5. */
const serving = (random: () => number, meanMin: number): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return meanMin * Math.exp(0.5 * normal - 0.125)
}

const digits = (value: number, length: number) => String(value).padStart(length, '0')

/** A made-up citizen id, with a year and month at its beginning. */
export const madeUpCitizen = (random: () => number): string =>
  digits(50 + Math.floor(random() * 50), 2) +
  digits(1 + Math.floor(random() * 12), 2) +
  digits(Math.floor(random() * 100_000), 5)

/** So many visitors, by the time at which they come. */
export const visitorsOf = (count: number, random: () => number): Visitor[] =>
  Array.from({ length: count }, (_, ordinal): Visitor => {
    const service = pick(random, services, 'renew')
    const isPickup = service === 'collect'
    const habit = isPickup ? 'patient' : pick(random, habits, 'patient')
    return {
      arrivesMin: arrival(random),
      service,
      class: random() < 0.08 ? 'priority' : 'regular',
      language: random() < 0.7 ? 'ar' : 'en',
      phone:
        random() < 0.6
          ? `+97339${digits((Math.floor(random() * 900) + ordinal * 1000) % 1_000_000, 6)}`
          : null,
      citizenId: isPickup ? madeUpCitizen(random) : null,
      habit,
      servingMin: serving(random, meanServingMin[service] ?? 5),
    }
  }).sort((a, b) => a.arrivesMin - b.arrivesMin)
