import t, { type Test } from 'tap'
import { encodePrint } from '../../printers/escpos.ts'
import { openPrinters } from '../../printers/printer.ts'
import type { RenderedSlip } from '../../printers/renderer.ts'
import { CannotWrite, type Database } from '../../src/db/transact.ts'
import { insertDevice } from '../../src/devices/device.store.ts'
import { openLog } from '../../src/log.ts'
import { printJobs } from '../../src/prints/print.jobs.ts'
import { claimNextPrint, newestPrint } from '../../src/prints/print.store.ts'
import { openOutlooks } from '../../src/tickets/outlook.ts'
import { type HandSetClock, onBothEngines, temporaryFolder } from '../databases.ts'
import { buildAuthor, buildCentre, issue } from '../factories.ts'
import { ALL_WELL, type FakePrinter, fakePrinter } from '../printers/fake-printer.ts'

const log = openLog('silent')
const slip: RenderedSlip = {
  bytes: encodePrint({ width: 8, height: 8, bits: new Uint8Array(8).fill(0xff) }),
  png: async () => new Uint8Array(),
}
const slips = {
  begin: () => ({ rendering: Promise.resolve(slip) }),
  beginAhead: () => undefined,
  takeBegun: () => ({ rendering: Promise.resolve(slip) }),
}

/** A kiosk with a printer and one slip to print there. */
const given = async (
  t: Test,
  db: Database,
  clock: HandSetClock,
  at = (url: string): string | null => url,
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
  const { row } = await issue(db, centre.id, { device: { id: 'hall', hasPrinter: true } })
  const stateNow = async () => (await db.read(newestPrint({ ticketId: row.id })))[0]
  const { id: printId } = (await stateNow()) ?? { id: '' }
  const run = (amend: Database['amend']) =>
    printJobs({
      db: { ...db, amend },
      clock,
      log,
      outlooks: openOutlooks({ db, clock, log }),
      printers,
      slips,
      renderer: { labels: async () => slip },
    }).print_slip.run({ printId })
  return { printer, stateNow, run }
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
    const { run } = await given(t, db, clock, () => null)
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
