import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import t, { type Test } from 'tap'
import { encodePrint } from '../../printers/escpos.ts'
import {
  openPrinter,
  openPrinters,
  printerAddress,
  printFailureSentences,
} from '../../printers/printer.ts'
import { renderSlip, toPng } from '../../printers/raster.ts'
import { Decoder, decodeSlips } from './escpos-decoder.ts'
import { ALL_WELL, PAPER_OUT } from './fake-printer.ts'
import { aSlip } from './ink.ts'

const bitmap = renderSlip(aSlip())
const slip = encodePrint(bitmap)
const png = () => toPng(bitmap)
const limits = { statusMs: 200, stallMs: 400, receiptMs: 400 }

t.test('addresses', async (t) => {
  t.same(printerAddress('file:'), { kind: 'file' })
  t.same(printerAddress('usb:/dev/usb/lp0'), { kind: 'usb', path: '/dev/usb/lp0' })
  t.same(printerAddress('tcp://10.0.0.7'), { kind: 'tcp', host: '10.0.0.7', port: 9100 })
  t.same(printerAddress('tcp://slips.local:9101'), { kind: 'tcp', host: 'slips.local', port: 9101 })
  t.same(printerAddress('tcp://[::1]:9100'), { kind: 'tcp', host: '::1', port: 9100 })
  const wrong = [
    '',
    'lp0',
    'usb:',
    'usb:/etc/passwd',
    'usb:/dev/../etc/passwd',
    'tcp://',
    'tcp://a:0',
  ]
  for (const text of [...wrong, 'tcp://a:99999', 'tcp://a/b', 'http://a', 'file:/tmp'])
    t.equal(printerAddress(text), null, text)
})

t.test('a wrong address is an outcome, not an exception', async (t) => {
  const printer = openPrinter('http://a', { dataDir: t.testdir({}) })
  t.match(await printer.print(slip, png), {
    ok: false,
    reason: 'bad_address',
    mayHavePrinted: false,
  })
  t.equal(await printer.status(), 'unknown')
})

t.test('every failure has its sentence in both languages', async (t) => {
  for (const { ar, en } of Object.values(printFailureSentences)) {
    t.match(ar, /^[\u0600-\u06ff\s.،]+$/)
    t.match(en, /^[A-Z][^{}]+\.$/)
  }
})

t.test('one printer for each address', async (t) => {
  const printers = openPrinters({ dataDir: t.testdir({}) })
  t.equal(printers.at('file:'), printers.at('file:'))
  t.not(printers.at('file:'), printers.at('tcp://127.0.0.1'))
  await printers.close()
  t.match(await printers.at('file:').print(slip, png), { ok: false, reason: 'closed' })
})

t.test('the file printer leaves a picture and the bytes beside it', async (t) => {
  const dataDir = t.testdir({})
  const printer = openPrinter('file:', { dataDir })
  t.same(await printer.print(slip, png), { ok: true, paper: 'ok' })
  t.equal(await printer.status(), 'ok')
  const folder = join(dataDir, 'prints')
  t.same((await readdir(folder)).sort(), ['000001.bin', '000001.png'])
  t.ok(slip.equals(await readFile(join(folder, '000001.bin'))))
  t.ok((await png()).equals(await readFile(join(folder, '000001.png'))))
  t.same(decodeSlips(await readFile(join(folder, '000001.bin'))).length, 1)
})

t.test('the file printer goes on counting after a restart, and after a crash midway', async (t) => {
  const dataDir = t.testdir({
    prints: { '000041.png': 'old', '000041.bin': 'old', '000042.bin': 'half' },
  })
  const printer = openPrinter('file:', { dataDir })
  await printer.print(slip, png)
  await printer.print(slip, png)
  const names = await readdir(join(dataDir, 'prints'))
  t.same(names.filter((name) => name.endsWith('.png')).sort(), [
    '000041.png',
    '000043.png',
    '000044.png',
  ])
  t.equal(await readFile(join(dataDir, 'prints', '000041.png'), 'utf8'), 'old')
})

t.test('two processes on one folder never write over one another', async (t) => {
  const dataDir = t.testdir({})
  const processes = [openPrinter('file:', { dataDir }), openPrinter('file:', { dataDir })]
  const contents = Array.from({ length: 12 }, (_, i) => Buffer.from(`slip ${i}`))
  await Promise.all(contents.map((bytes, i) => processes[i % 2]?.print(bytes, async () => bytes)))
  const folder = join(dataDir, 'prints')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.png'))
  const found = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  t.same(found.sort(), contents.map(String).sort())
})

t.test('a folder that cannot be written is an outcome', async (t) => {
  const dataDir = t.testdir({ prints: 'a file where the folder should be' })
  const outcome = await openPrinter('file:', { dataDir }).print(slip, png)
  t.match(outcome, { ok: false, reason: 'cannot_write', mayHavePrinted: false, detail: 'EEXIST' })
})

interface UsbPrinter {
  url: string
  child: ChildProcessByStdio<Writable, Readable, null>
  decoder: Decoder
  /** Resolves when so many slips were cut. */
  cut: (slips: number) => Promise<void>
}

/** A pseudo-terminal: a real character device whose other end is this test. */
const usbPrinter = async (t: Test, answer: (n: number) => number | null): Promise<UsbPrinter> => {
  const child = spawn('script', ['-qec', 'stty raw -echo; tty; exec sleep 600', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [first]: Buffer[] = await once(child.stdout, 'data')
  const path = /\/dev\/pts\/\d+/.exec(String(first))?.[0]
  if (!path) throw new Error(`There is no pseudo-terminal: ${first}`)
  const decoder = new Decoder()
  let answered = 0
  child.stdout.on('data', (bytes: Buffer) => {
    decoder.feed(bytes)
    for (; answered < decoder.paper.questions.length; answered++) {
      const byte = answer(decoder.paper.questions[answered] ?? 0)
      if (byte !== null) child.stdin.write(Buffer.of(byte))
    }
  })
  const cut = async (slips: number) => {
    while (decoder.paper.slips.length <= slips) await once(child.stdout, 'data')
  }
  return { url: `usb:${path}`, child, decoder, cut }
}

t.test('a slip reaches a device file whole, and its answers are read', async (t) => {
  const usb = await usbPrinter(t, () => ALL_WELL)
  const printer = openPrinter(usb.url, { dataDir: t.testdir({}), limits })
  t.same(await printer.print(slip, png), { ok: true, paper: 'ok' })
  await usb.cut(1)
  t.ok(Buffer.from(bitmap.bits).equals(usb.decoder.paper.slips[0]?.bits ?? Buffer.alloc(0)))
  t.equal(await printer.status(), 'ok')
})

t.test('a device without paper is sent nothing', async (t) => {
  const usb = await usbPrinter(t, () => PAPER_OUT)
  const printer = openPrinter(usb.url, { dataDir: t.testdir({}), limits })
  t.match(await printer.print(slip, png), { ok: false, reason: 'paper_out', mayHavePrinted: false })
  t.equal(usb.decoder.paper.initialised, 0)
})

t.test('a device that never answers prints', async (t) => {
  const usb = await usbPrinter(t, () => null)
  const printer = openPrinter(usb.url, { dataDir: t.testdir({}), limits })
  t.same(await printer.print(slip, png), { ok: true, paper: 'unknown' })
  await usb.cut(1)
})

t.test('a device that takes nothing more is given up', async (t) => {
  const usb = await usbPrinter(t, () => ALL_WELL)
  const printer = openPrinter(usb.url, { dataDir: t.testdir({}), limits })
  t.equal(await printer.status(), 'ok')
  usb.child.kill('SIGSTOP')
  t.match(await printer.print(Buffer.concat([slip, slip]), png), {
    ok: false,
    reason: 'timeout',
    mayHavePrinted: true,
  })
})

t.test('a device that is not there', async (t) => {
  const printer = openPrinter('usb:/dev/usb/lp-none', { dataDir: t.testdir({}) })
  t.same(await printer.print(slip, png), {
    ok: false,
    reason: 'unreachable',
    mayHavePrinted: false,
    detail: 'ENOENT',
  })
  t.equal(await printer.status(), 'unknown')
})

t.test('the driver’s “no space” is a printer without paper', async (t) => {
  const printer = openPrinter('usb:/dev/full', { dataDir: t.testdir({}), limits })
  t.match(await printer.print(slip, png), { ok: false, reason: 'paper_out', detail: 'ENOSPC' })
})

t.test('a directory is no device', async (t) => {
  const printer = openPrinter('usb:/dev/pts', { dataDir: t.testdir({}) })
  t.match(await printer.print(slip, png), { ok: false, reason: 'unreachable', detail: 'EISDIR' })
})
