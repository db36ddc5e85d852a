import { placesView } from '../cards/place.view.ts'
import type { CounterRow } from '../counters/counter.store.ts'
import { allCountersOf, counterSetupOf } from '../counters/counter-setup.store.ts'
import type { Deps } from '../deps.ts'
import { isRefusal } from '../refusal.ts'
import { numbersOfDay } from '../tickets/number.store.ts'
import { businessDay } from './business-day.ts'
import { centreById, type ServiceRow } from './centre.store.ts'
import { allServicesOf, setupOf } from './service.store.ts'
import { centreSetupOf } from './setup.store.ts'

export const serviceSetupView = (row: ServiceRow, ticketsToday: number) => ({
  id: row.id,
  ...setupOf(row),
  ticketsToday,
})

export const counterSetupView = (row: CounterRow) => ({
  id: row.id,
  ...counterSetupOf(row),
  state: row.state,
})

/** `GET /api/centres/:centre/setup`: all of it, as those see it who may change it. */
export const setupView = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>, centreId: string) => {
  const [centre] = await db.read(centreById({ id: centreId }))
  if (!centre) return undefined
  const { day } = businessDay(clock.now(), centre)
  const [services, counters, numbers, places] = await Promise.all([
    db.read(allServicesOf({ centreId })),
    db.read(allCountersOf({ centreId })),
    db.read(numbersOfDay({ centreId, day })),
    placesView(db, centreId, { in: null, after: '' }),
  ])
  const given = (prefix: string) => numbers.find((one) => one.prefix === prefix)?.last ?? 0
  const outermost = isRefusal(places) ? [] : places.places
  return {
    id: centre.id,
    timeZone: centre.timeZone,
    centre: centreSetupOf(centre),
    settings: centre.settings,
    closed: centre.closed,
    services: services.map((row) => serviceSetupView(row, given(row.prefix))),
    counters: counters.map(counterSetupView),
    sections: outermost.filter(({ kind }) => kind === 'section').map(({ code }) => code),
    revision: centre.revision,
  }
}
