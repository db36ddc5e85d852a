import type { CentreRow, Step } from '../db/transact.ts'
import { insertHours } from './report.store.ts'
import { type CountKey, dayAfter, secondsFor, type Tally, weekdayOf } from './report.ts'

/** A usual day is made of eight weeks; one more shows what was before them. */
const DEMO_DAYS = 9 * 7

/** How many come in an hour, as a share of the busiest; most in the late morning. */
const ARRIVALS = new Map(
  [0.3, 0.75, 0.95, 1, 0.85, 0.6, 0.5, 0.45, 0.5, 0.55, 0.4, 0.15].map((share, at) => [
    at + 7,
    share,
  ]),
)
/** Visitors of the busiest hour at a centre with six services. */
const BUSIEST_HOUR = 11
/** From a quiet hour to a full one; the hours of a day lie a few of them apart. */
const MOODS = [0.7, 0.9, 1.1, 1.3]
const MOODS_A_DAY = 2
const NO_SHOW = 0.04
const LEFT = 0.02

interface DemoService {
  id: string
  targetMin: number
}

/** The counts of a service in an hour when so many come; who come at once wait for longer. */
const demoHour = (
  random: () => number,
  { targetMin }: DemoService,
  visitors: number,
  crowd: number,
): Tally => {
  const counts: Tally = {}
  const one = (key: CountKey) => {
    counts[key] = (counts[key] ?? 0) + 1
  }
  /** Minutes around a middle, as what people do is spread: some of it takes long. */
  const about = (minutes: number) =>
    secondsFor(minutes * 60_000 * (0.3 - 0.75 * Math.log(1 - random())))
  for (let visitor = 0; visitor < visitors; visitor++) {
    one('issued')
    const fate = random()
    if (fate < LEFT) {
      one(`uncalled ${about(targetMin * 2)}`)
      one('left')
      continue
    }
    one(`waiting ${about(targetMin * crowd * 0.7)}`)
    one(`walking ${about(0.5)}`)
    if (fate < LEFT + NO_SHOW) {
      one('no_show')
      continue
    }
    one(`serving ${about(1.5 + targetMin * 0.4)}`)
    one('served')
    one(`wrap_up ${about(0.4)}`)
  }
  return counts
}

/**
 * Made-up figures of the weeks before the demo centre began, so that its reports have something to
 * show: counts alone, without tickets behind them.
 */
export function* countDemoWeeks(
  { id: centreId, hours }: Pick<CentreRow, 'id' | 'hours'>,
  services: readonly DemoService[],
  today: string,
  random: () => number,
): Step<void> {
  const below = (limit: number) => Math.floor(random() * limit)
  // The hours of all days are taken from a few made-up ones: a start does not wait for more.
  const hoursOf = services.map((service, at) =>
    [...ARRIVALS].map(([hour, share]) => ({
      hour,
      moods: MOODS.map((mood) => {
        const crowd = share * mood
        const visitors = Math.round((crowd * BUSIEST_HOUR * (1 + random())) / (1 + at / 2))
        return demoHour(random, service, visitors, crowd)
      }),
    })),
  )
  const demoDay = (day: string) => {
    const quietest = below(MOODS.length - MOODS_A_DAY + 1)
    return services.flatMap(({ id: serviceId }, at) =>
      (hoursOf[at] ?? []).map(({ hour, moods }) => {
        const counts = moods[quietest + below(MOODS_A_DAY)] ?? {}
        return { centreId, day, hour, serviceId, counts }
      }),
    )
  }
  const days = Array.from({ length: DEMO_DAYS }, (_, at) => dayAfter(today, at - DEMO_DAYS))
  const open = days.filter((day) => hours[weekdayOf(day)])
  yield* insertHours(open.flatMap(demoDay))
}
