import { parseArgs } from 'node:util'
import { percentile } from './figures.ts'
import { checkDataDir, checkTickets } from './morning/checks.ts'
import { type Day, ENDED, type Guest, newTally } from './morning/day.ts'
import { shelveCardsOf } from './morning/delivery.ts'
import { askAs, signIn } from './morning/front-door.ts'
import { fastClock, startOwnServer } from './morning/own-server.ts'
import { comeIn, workAt } from './morning/people.ts'
import { chanceFrom, visitorsOf } from './morning/visitors.ts'

/**
 * A morning of the demo centre through the front door: visitors press at the kiosk, six clerks and
 * the post section work, and at the end everything is accounted for.
 *
 *   node tools/run.mjs bench/morning.ts [URL] [--speed 60] [--visitors 200] [--seed 2] [--data-dir DIR]
 *
 * With a URL it is that server's centre, whose clock goes on as it does: at a speed of 60 a visitor
 * who would wait for 20 minutes waits for 20 seconds, and the screens show it. Without a URL it
 * starts a server of its own whose clock runs at that speed. Above 120 staff meet their limits.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    speed: { type: 'string', default: '60' },
    visitors: { type: 'string', default: '200' },
    seed: { type: 'string', default: '2' },
    'data-dir': { type: 'string' },
  },
})
const KIOSK_TOKEN = 'demo-kiosk-isa-town'
const CLERKS = 6
const MIN_MS = 60_000

const speed = Number(values.speed)
const random = chanceFrom(Number(values.seed))
const visitors = visitorsOf(Number(values.visitors), random)
const own = positionals[0] === undefined ? await startOwnServer(fastClock(speed)) : null
const url = positionals[0] ?? own?.url ?? ''
const dataDir = values['data-dir'] ?? own?.dataDir

let beganAt = performance.now()
let arrived = 0
const guests = new Map<string, Guest>()
const day: Day = {
  url,
  kiosk: askAs(url, { authorization: `Bearer ${KIOSK_TOKEN}` }),
  guests,
  tally: newTally(),
  nowMin: () => ((performance.now() - beganAt) * speed) / MIN_MS,
  pass: (minutes) => new Promise((resolve) => setTimeout(resolve, (minutes * MIN_MS) / speed)),
  isOver: () =>
    arrived === visitors.length &&
    guests.values().every((guest) => ENDED.has(guest.state) && !guest.comesBack),
}

// Two mornings on one server have other cards and other presses.
const batch = `M${Date.now().toString(36).toUpperCase()}`
const clerks = await Promise.all(
  Array.from({ length: CLERKS }, (_, at) => signIn(url, `staff${at + 1}`)),
)
const post = await signIn(url, 'post1')
await shelveCardsOf(day, post, visitors, batch)

beganAt = performance.now()
const arrive = async (): Promise<void> => {
  const coming: Promise<void>[] = []
  for (const [at, visitor] of visitors.entries()) {
    await day.pass(Math.max(0, visitor.arrivesMin - day.nowMin()))
    coming.push(comeIn(day, visitor, `${batch}-${at}`).finally(() => arrived++))
  }
  await Promise.all(coming)
}
await Promise.all([
  arrive(),
  ...clerks.map((clerk, at) => workAt(day, clerk, `isa-town-${at + 1}`, { fetchesCards: false })),
  workAt(day, post, 'isa-town-7', { fetchesCards: true }),
])
const tookMin = day.nowMin()

await checkTickets(day)
const kept = dataDir === undefined ? null : checkDataDir(dataDir, day)
await own?.close()

/** Minutes of the server's clock: it runs with the morning only where it is our own. */
const serverMin = (minutes: number) => (own ? minutes : minutes / speed)
const waits = [...guests.values()].flatMap((guest) =>
  guest.firstCalledMin === null
    ? []
    : [{ waitMin: guest.firstCalledMin - guest.issuedMin, estimate: guest.estimate }],
)
const estimated = waits.flatMap(({ waitMin, estimate: { p50, p90 } }) =>
  p50 === null || p90 === null ? [] : [{ wait: Math.round(serverMin(waitMin)), p50, p90 }],
)
const share = (holds: (one: { wait: number; p50: number; p90: number }) => boolean) =>
  `${Math.round((100 * estimated.filter(holds).length) / Math.max(1, estimated.length))} %`

const { faults, ...counts } = day.tally
const waited = waits.map(({ waitMin }) => waitMin)
console.log(
  [
    `A morning of ${tookMin.toFixed(0)} minutes at ${speed} times the speed.`,
    Object.entries(counts)
      .map(([what, count]) => `${what} ${count}`)
      .join(', '),
    `Waits: p50 ${percentile(waited, 50).toFixed(1)}, p90 ${percentile(waited, 90).toFixed(1)} minutes.`,
    `Estimates at issue: ${estimated.length} of ${guests.size} had one. Waited at most its p50: ` +
      `${share(({ wait, p50 }) => wait <= p50)} (meant: 50 %), at most its p90: ` +
      `${share(({ wait, p90 }) => wait <= p90)} (meant: 90 %), between the two: ` +
      `${share(({ wait, p50, p90 }) => p50 <= wait && wait <= p90)}.`,
    ...(own ? [] : ["The server's clock is not sped up: its whole minutes are coarse for this."]),
    kept
      ? `${kept.slips} slips and ${kept.messages} messages, each once.`
      : 'DATA_DIR not looked at.',
    faults.length === 0 ? 'Everything is accounted for.' : `${faults.length} faults:`,
    ...faults,
  ].join('\n'),
)
process.exitCode = faults.length === 0 ? 0 : 1
