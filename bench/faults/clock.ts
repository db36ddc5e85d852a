import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Fault, Scene } from './run.ts'
import { type Site, startCluster } from './site.ts'

const MOVED = fileURLToPath(new URL('moved-clock.ts', import.meta.url))
const HOUR_MS = 3_600_000
/** People go on for so long after each jump, at the most. */
const LOAD_MS = 4000
/** From the last jump to the moment that matters, and as long after it. */
const LEAD_MS = 4000
/** A site starts so long before the moment. */
const BEFORE_MS = HOUR_MS

/** Puts the clock of every process so far from the machine's, in milliseconds. */
const moveClocks = ({ web, workers }: Site, offsetMs: number) => {
  for (const part of new Set([...web, ...workers])) part.process().child.send({ offsetMs })
}

const BERLIN = "update centres set time_zone = 'Europe/Berlin' where id = 'isa-town'"
/** The day ends in the very hour that is left out, and comes twice. */
const ENDS_AT_HALF_PAST_TWO = `${BERLIN.replace(' where', ', day_ends_at_min = 150 where')}`

/**
 * Starts a site whose clocks can be moved.
 * @param startsAt epoch milliseconds by its clocks; people sign in after that
 * @param prepare is true before anybody comes
 */
const startMovable =
  (startsAt: () => number = Date.now, prepare?: string): Fault['start'] =>
  (owner) =>
    startCluster(owner, {
      workers: 2,
      flags: ['--import', MOVED],
      env: { MOVED_CLOCK_MS: `${startsAt() - Date.now()}` },
      ipc: true,
      ...(prepare !== undefined && { prepare }),
    })

/** Estimates must stay what a person can believe: neither less than nothing nor more than a day. */
const checkEstimates = async ({ site, find }: Scene) => {
  const { body } = await site.supervisor.get('/api/centres/isa-town/board')
  for (const { service, estimate } of body?.waiting ?? [])
    for (const minutes of [estimate.p50, estimate.p90])
      if (minutes !== null && (minutes < 0 || minutes > 24 * 60))
        find({ kind: 'wrong', sentence: `${service} takes ${minutes} minutes` })
}

const NEWEST = `select at as n from events where centre_id = 'isa-town' order by revision desc limit 1`
/** Between what is written and when it is looked for, beside much other work. */
const WITHIN_MS = 60_000

/** What was written last must bear the time that the clocks were put to. */
const checkClocks = async ({ site: { looker }, find }: Scene, offsetMs: number) => {
  const offMs = (await looker.count(NEWEST)) - (Date.now() + offsetMs)
  if (Math.abs(offMs) > WITHIN_MS)
    find({ kind: 'wrong', sentence: `the clocks are ${offMs} ms from where they were put` })
}

/** The clock of all processes is put forward an hour, and back again. */
export const clockHour: Fault = {
  title: 'the clock an hour forward, and back',
  start: startMovable(),
  inflict: async (scene) => {
    for (const offsetMs of [HOUR_MS, 0, -HOUR_MS, 0]) {
      moveClocks(scene.site, offsetMs)
      scene.over()
      await pause(Math.min(LOAD_MS, scene.options.seconds * 1000))
      await checkClocks(scene, offsetMs)
      await checkEstimates(scene)
    }
    return 'forward, back, back, forward'
  },
}

const writtenIn = (fromMs: number, untilMs: number) =>
  `select count(*) as n from events where centre_id = 'isa-town' and at >= ${fromMs} and at < ${untilMs}`

/** A moment nobody worked before and after was not tried. */
const checkWorked = async ({ site: { looker }, find }: Scene, moment: number) => {
  const before = await looker.count(writtenIn(moment - LEAD_MS, moment))
  const after = await looker.count(writtenIn(moment, moment + LEAD_MS))
  if (before === 0 || after === 0)
    find({ kind: 'wrong', sentence: `${before} events before the moment, ${after} after it` })
}

/**
 * The time runs on over each of several moments, under load, from shortly before to shortly after.
 * @param momentsFrom epoch milliseconds, the earliest first, all within an hour
 */
const over = (title: string, momentsFrom: () => number[], prepare?: string): Fault => {
  let moments: number[] = []
  const startsAt = () => {
    moments = momentsFrom()
    return (moments[0] ?? 0) - BEFORE_MS
  }
  return {
    title,
    start: startMovable(startsAt, prepare),
    inflict: async (scene) => {
      for (const moment of moments) {
        const offsetMs = moment - LEAD_MS - Date.now()
        moveClocks(scene.site, offsetMs)
        await pause(LEAD_MS)
        scene.over()
        await pause(LEAD_MS)
        await checkClocks(scene, offsetMs)
        await checkWorked(scene, moment)
        await checkEstimates(scene)
      }
      const { tickets } = await scene.site.looker.truth()
      const days = [...new Set(tickets.map(({ day }) => day))].sort()
      return `business days ${days.join(', ')}`
    },
  }
}

/** The next midnight in Bahrain. */
const midnight = () => [new Date(Date.now() + 24 * HOUR_MS).setUTCHours(21, 0, 0, 0)]
/** The change, and the end of a day at half past two, which does not exist: an hour later. */
const spring = () => [Date.UTC(2027, 2, 28, 1), Date.UTC(2027, 2, 28, 1, 30)]
/** The first half past two, which ends the day, and the change, after which it comes again. */
const autumn = () => [Date.UTC(2027, 9, 31, 0, 30), Date.UTC(2027, 9, 31, 1)]

export const clockMidnight = over('the clock over midnight', midnight)
export const clockSpring = over('over the start of summer time', spring, ENDS_AT_HALF_PAST_TWO)
export const clockAutumn = over('over the end of summer time', autumn, ENDS_AT_HALF_PAST_TWO)
