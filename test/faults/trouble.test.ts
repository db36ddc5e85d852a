import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import type { Finding } from '../../bench/faults/audit.ts'
import { endure } from '../../bench/faults/met.ts'
import { type Kiosk, startKiosk } from '../../bench/faults/papers.ts'
import { ASK_PAPER, encodePrint } from '../../printers/escpos.ts'
import { openPrinter } from '../../printers/printer.ts'
import { renderSlip } from '../../printers/raster.ts'
import { ALL_WELL, PAPER_OUT } from '../printers/fake-printer.ts'
import { aSlip } from '../printers/ink.ts'

/** `GS V B n` ends a slip. */
const CUT_BYTES = 4

const slipOf = (ticket: string): Buffer =>
  encodePrint(renderSlip(aSlip({ url: `http://dawr.example/t/${ticket}#secret` })))

/**
 * As a server would that never asks how a printer is: sends one piece after another, each when
 * everything before it was taken.
 * @param between is done after each piece
 */
const sendUnasked = async (
  { url }: Kiosk,
  pieces: readonly Uint8Array[],
  between: () => void = () => undefined,
): Promise<void> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  for (const piece of pieces) {
    // The question behind the last byte is answered when everything before it was taken.
    socket.write(Buffer.concat([piece, ASK_PAPER]))
    await once(socket, 'data')
    between()
  }
  socket.end()
  await once(socket, 'close')
}

const ticketsOf = ({ slips }: Kiosk): string[] => slips().map(({ ticket }) => ticket)

t.test('a slip that is sent to a printer without paper is lost', async (t) => {
  const kiosk = await startKiosk(t)
  await sendUnasked(kiosk, [slipOf('before')])
  kiosk.says(PAPER_OUT)
  await sendUnasked(kiosk, [slipOf('meanwhile')])
  kiosk.says(ALL_WELL)
  await sendUnasked(kiosk, [slipOf('after')])
  t.strictSame(ticketsOf(kiosk), ['before', 'after'])
})

t.test('a slip is lost as well when the paper ends or comes in the middle of it', async (t) => {
  const kiosk = await startKiosk(t)
  for (const [ticket, first, then] of [
    ['ends', ALL_WELL, PAPER_OUT],
    ['comes', PAPER_OUT, ALL_WELL],
  ] as const) {
    const bytes = slipOf(ticket)
    const cutAt = bytes.length - CUT_BYTES
    kiosk.says(first)
    const pieces = [bytes.subarray(0, cutAt), bytes.subarray(cutAt)]
    await sendUnasked(kiosk, pieces, () => kiosk.says(then))
  }
  t.strictSame(ticketsOf(kiosk), [])
})

t.test('who asks is told, is counted, and keeps the slip', async (t) => {
  const kiosk = await startKiosk(t)
  const printer = openPrinter(kiosk.url, { dataDir: t.testdirName })
  t.teardown(() => printer.close())
  const print = (ticket: string) => printer.print(slipOf(ticket), () => Promise.reject())
  t.match(await print('before'), { ok: true })
  t.equal(kiosk.met(), 0, 'nothing was the matter')
  kiosk.says(PAPER_OUT)
  t.match(await print('meanwhile'), { ok: false, reason: 'paper_out', mayHavePrinted: false })
  t.equal(kiosk.met(), 1)
  kiosk.says(ALL_WELL)
  t.match(await print('again'), { ok: true })
  t.equal(kiosk.met(), 1)
  kiosk.slow(1)
  t.match(await print('slowly'), { ok: true })
  t.ok(kiosk.met() > 1, 'slowness is met with the pieces of a slip')
  t.strictSame(ticketsOf(kiosk), ['before', 'again', 'slowly'])
})

t.test(
  'a trouble lasts until it is met anew, and is found wrong when nobody meets it',
  async (t) => {
    const findings: Finding[] = []
    const find = (finding: Finding) => void findings.push(finding)
    let looks = 7
    t.match(await endure({ find }, 0, () => Math.max(9, looks++)), /met [1-9]/)
    t.strictSame(findings, [])
    t.match(await endure({ find }, 0, async () => 9, 100), /met 0 times/)
    t.match(findings, [{ kind: 'wrong', sentence: /nobody met it/ }])
  },
)
