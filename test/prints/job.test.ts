import t, { type Test } from 'tap'
import { encodePrint } from '../../printers/escpos.ts'
import { openPrinters } from '../../printers/printer.ts'
import type { RenderedSlip } from '../../printers/renderer.ts'
import { CannotWrite, type Database } from '../../src/db/transact.ts'
import { insertDevice } from '../../src/devices/device.store.ts'
import { openLog } from '../../src/log.ts'
import { CLAIM_MS, claimNextPrint, endClaims } from '../../src/prints/claim.store.ts'
import { printJobs, releaseClaims } from '../../src/prints/print.jobs.ts'
import { newestPrint } from '../../src/prints/print.store.ts'
import type { Slips } from '../../src/prints/slips.ts'
import { openOutlooks } from '../../src/tickets/outlook.ts'
import { type HandSetClock, onBothEngines, temporaryFolder } from '../databases.ts'
import { buildAuthor, buildCentre, issue } from '../factories.ts'
import { ALL_WELL, type FakePrinter, fakePrinter } from '../printers/fake-printer.ts'

const log = openLog('silent')
const slip: RenderedSlip = {
  bytes: encodePrint({ width: 8, height: 8, bits: new Uint8Array(8).fill(0xff) }),
  png: async () => new Uint8Array(),
}
/** What a process knows of its slips: those claimed with their tickets, and not yet begun. */
const knowing = (...claims: string[]): Slips => ({
  begin: () => ({ rendering: Promise.resolve(slip) }),
  beginAhead: () => undefined,
  takeBegun: () => ({ rendering: Promise.resolve(slip) }),
  noteClaim: (id) => void claims.push(id),
  takeClaim: (id) => claims.includes(id) && claims.splice(claims.indexOf(id), 1).length > 0,
  claims: () => [...claims],
})

/** A kiosk with a printer and one slip to print there. */
const given = async (
  t: Test,
  db: Database,
  clock: HandSetClock,
  { at = (url: string): string | null => url, printsHere = false } = {},
) => {
  const printer = await fakePrinter({ answer: () => ALL_WELL })
  const printers = openPrinters({ dataDir: temporaryFolder(t) })
  t.teardown(async () => {
    await printers.close()
    await printer.close()
  })
  const centre = await buildCentre(db)
  await db.write(centre.id, (command) =>
    insertDevice(command, buildAuthor(), {
      id: 'hall',
      centreId: centre.id,
      kind: 'kiosk',
      name: 'hall',
      tokenHash: 'hall',
      printer: at(printer.url),
    }),
  )
  const press = async () => {
    const device = { id: 'hall', hasPrinter: true, printsHere }
    const { row, print } = await issue(db, centre.id, { device })
    return { ticketId: row.id, printId: print?.id ?? '', isClaimed: print?.isClaimed }
  }
  const { ticketId, printId, isClaimed } = await press()
  const stateNow = async (of = ticketId) => (await db.read(newestPrint({ ticketId: of })))[0]
  const jobs = (over: Partial<Database>, slips = knowing()) =>
    printJobs({
      db: { ...db, ...over },
      clock,
      log,
      outlooks: openOutlooks({ db, clock, log }),
      printers,
      slips,
      renderer: { labels: async () => slip },
    }).print_slip
  const run = (amend: Database['amend'], slips = knowing()) =>
    jobs({ amend }, slips).run({ printId })
  return { printer, stateNow, jobs, run, press, printId, isClaimed }
}

const printed = ({ papers }: FakePrinter) =>
  papers.flatMap(({ slips }) => slips).filter(({ height }) => height > 0).length
const asked = async ({ papers }: FakePrinter) => {
  while (!papers.some(({ questions }) => questions.length > 0))
    await new Promise((resolve) => setImmediate(resolve))
}

await onBothEngines(
  t,
  'a printer is asked how it is while its slip is claimed, and sent nothing of it before',
  async (t, db, clock) => {
    const { printer, stateNow, run } = await given(t, db, clock)
    await run(async (body) => {
      await asked(printer)
      t.match(await stateNow(), { state: 'queued' })
      t.equal(printed(printer), 0)
      return db.amend(body)
    })
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed' })
  },
)

await onBothEngines(t, 'a slip that somebody else claims is not sent', async (t, db, clock) => {
  const { printer, stateNow, run } = await given(t, db, clock)
  const now = clock.now()
  await run(async (body) => {
    await asked(printer)
    const theirs = { deviceId: 'hall', now, dueBy: now, until: now + 60_000 }
    t.ok(await db.amend(() => claimNextPrint(theirs)))
    return db.amend(body)
  })
  t.equal(printed(printer), 0)
  t.match(await stateNow(), { state: 'printing', attempts: 1 })
})

await onBothEngines(t, 'a slip whose claim cannot be written is not sent', async (t, db, clock) => {
  const { printer, stateNow, run } = await given(t, db, clock)
  await t.rejects(
    run(async () => {
      await asked(printer)
      throw new CannotWrite('the disk is full')
    }),
    CannotWrite,
  )
  t.equal(printed(printer), 0)
  t.match(await stateNow(), { state: 'queued', attempts: 0 })
})

await onBothEngines(
  t,
  'without a printer a claim that cannot be written is told to whoever runs it, once',
  async (t, db, clock) => {
    const { run } = await given(t, db, clock, { at: () => null })
    const unheard: unknown[] = []
    const hear = (reason: unknown) => void unheard.push(reason)
    process.on('unhandledRejection', hear)
    t.teardown(() => process.off('unhandledRejection', hear))
    await t.rejects(
      run(async () => {
        await new Promise((resolve) => setImmediate(resolve))
        throw new CannotWrite('the disk is full')
      }),
      CannotWrite,
    )
    await new Promise((resolve) => setImmediate(resolve))
    t.same(unheard, [])
  },
)

const mayNotClaim: Database['amend'] = async () => {
  throw new Error('it is claimed already')
}

await onBothEngines(
  t,
  'a slip that is claimed with its ticket is printed without another claim',
  async (t, db, clock) => {
    const { printer, stateNow, run, printId, isClaimed } = await given(t, db, clock, {
      printsHere: true,
    })
    t.equal(isClaimed, true)
    t.match(await stateNow(), { state: 'printing', attempts: 1, copy: false })
    await run(mayNotClaim, knowing(printId))
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed', copy: false })
  },
)

await onBothEngines(
  t,
  'a slip behind another one at its printer is not claimed with its ticket, and comes after it',
  async (t, db, clock) => {
    const { printer, stateNow, run, press, printId } = await given(t, db, clock, {
      printsHere: true,
    })
    const second = await press()
    t.equal(second.isClaimed, false)
    t.match(await stateNow(second.ticketId), { state: 'queued', attempts: 0 })
    await run(db.amend, knowing(printId))
    t.equal(printed(printer), 2)
    t.match(await stateNow(), { state: 'printed', copy: false })
    t.match(await stateNow(second.ticketId), { state: 'printed', copy: false })
  },
)

await onBothEngines(
  t,
  'a slip whose process died with its claim comes as a copy once that is over',
  async (t, db, clock) => {
    const { printer, stateNow, run } = await given(t, db, clock, { printsHere: true })
    await run(db.amend)
    t.equal(printed(printer), 0)
    clock.advance(CLAIM_MS + 1)
    await run(db.amend)
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed', copy: true })
  },
)

await onBothEngines(
  t,
  'a slip that its own process comes to late is no copy, and is held for longer',
  async (t, db, clock) => {
    const { printer, stateNow, run, printId } = await given(t, db, clock, { printsHere: true })
    clock.advance(CLAIM_MS + 1)
    await run(async (body) => {
      const outcome = await db.amend(body)
      t.ok(((await stateNow())?.dueAt ?? 0) > clock.now())
      return outcome
    }, knowing(printId))
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed', copy: false })
  },
)

await onBothEngines(
  t,
  'a process that stops gives back what it claimed and did not begin',
  async (t, db, clock) => {
    const { printer, stateNow, run, printId } = await given(t, db, clock, { printsHere: true })
    await releaseClaims({ db, log, slips: knowing(printId, 'of a ticket that was not written') })
    t.match(await stateNow(), { state: 'queued', attempts: 0, copy: false })
    await run(db.amend)
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed', copy: false })
  },
)

const full = async () => {
  throw new CannotWrite('the disk is full')
}

await onBothEngines(
  t,
  'a process that cannot give its claims back stops all the same, and the next one ends them',
  async (t, db, clock) => {
    const { printer, stateNow, run, printId } = await given(t, db, clock, { printsHere: true })
    await releaseClaims({ db: { ...db, write: full }, log, slips: knowing(printId) })
    t.match(await stateNow(), { state: 'printing' })
    await db.amend(() => endClaims(clock.now()))
    await run(db.amend)
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed', copy: true })
  },
)

await onBothEngines(
  t,
  'a claimed slip that could not be begun is owed still, and no copy',
  async (t, db, clock) => {
    const { printer, stateNow, jobs, printId } = await given(t, db, clock, { printsHere: true })
    const slips = knowing(printId)
    let reads = 0
    const failingOnce: Database['read'] = (one) => (++reads === 2 ? full() : db.read(one))
    await t.rejects(jobs({ read: failingOnce }, slips).run({ printId }), CannotWrite)
    t.equal(printed(printer), 0)
    const again = jobs({ amend: mayNotClaim }, slips)
    t.same(await again.owed(clock.now()), [{ printId }])
    await again.run({ printId })
    t.equal(printed(printer), 1)
    t.match(await stateNow(), { state: 'printed', copy: false })
    t.same(await again.owed(clock.now()), [])
  },
)

await onBothEngines(
  t,
  'two jobs of one printer at once print each of its slips once',
  async (t, db, clock) => {
    const { printer, jobs, press, printId } = await given(t, db, clock, { printsHere: true })
    const second = await press()
    clock.advance(CLAIM_MS + 1)
    const job = jobs({}, knowing(printId))
    await Promise.all([job.run({ printId: second.printId }), job.run({ printId })])
    t.equal(printed(printer), 2)
  },
)

await onBothEngines(
  t,
  'a claim whose ticket was not written is forgotten',
  async (t, db, clock) => {
    const { jobs } = await given(t, db, clock)
    const job = jobs({}, knowing('ghost'))
    t.same(await job.owed(clock.now() - 1), [{ printId: 'ghost' }])
    await job.run({ printId: 'ghost' })
    t.same(await job.owed(clock.now() - 1), [])
  },
)
