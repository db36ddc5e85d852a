import { join } from 'node:path'
import type { Open } from './channel.ts'
import { defaultLimits, deviceOver, type Limits, type Rendering } from './device.ts'
import { openFilePrinter } from './file.ts'
import type { PaperStatus, PrintFailure, PrintOutcome } from './outcome.ts'
import { openTcp } from './tcp.ts'
import { openUsb } from './usb.ts'

export type { Limits } from './device.ts'
export {
  type PaperStatus,
  type PrintFailure,
  type PrintOutcome,
  printFailureSentences,
} from './outcome.ts'

/** Where a printer is. */
export type PrinterAddress =
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'usb'; path: string }
  | { kind: 'file' }

export interface Printer {
  /**
   * Prints one slip after those asked for before it. Never rejects for what printers do.
   * @param bytes what the device is sent, from `encodePrint`; a promise of it is awaited while the
   *   device is asked how it is, and what it throws is thrown
   * @param png the same as a picture; only the file printer asks for it
   */
  print(bytes: Rendering, png: () => Promise<Uint8Array>): Promise<PrintOutcome>
  /** The paper as the printer tells it; `unknown` also when it cannot be reached. */
  status(): Promise<PaperStatus>
  /**
   * Takes no more, and resolves when the slip it is printing has ended; after a few seconds that
   * one is cut off. Those behind it are not begun.
   */
  close(): Promise<void>
}

const RAW_PORT = 9100
/** Slips that may wait for one printer: more than a visitor would stand there for. */
const WAITING_MAX = 100

/**
 * Reads `tcp://host:port` (9100 when the port is left out), `usb:/dev/usb/lp0` or `file:`; null when
 * it is none of them.
 */
export const printerAddress = (text: string): PrinterAddress | null => {
  if (text === 'file:') return { kind: 'file' }
  const device = /^usb:(?:\/\/)?(\/dev\/[\w./-]+)$/.exec(text)?.[1]
  if (device && !device.includes('..')) return { kind: 'usb', path: device }
  if (!text.startsWith('tcp://') || !URL.canParse(text)) return null
  const { hostname, port, pathname, username, search, hash } = new URL(text)
  if (!hostname || port === '0' || username || search || hash) return null
  if (pathname !== '' && pathname !== '/') return null
  return { kind: 'tcp', host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || RAW_PORT) }
}

/** No byte has left. */
export const nothingPrinted = (reason: PrintFailure): PrintOutcome => ({
  ok: false,
  reason,
  mayHavePrinted: false,
  detail: null,
})

/** What a printer does for its one job at a time. */
interface Work {
  print(
    bytes: Rendering,
    png: () => Promise<Uint8Array>,
    cutOff: AbortSignal,
  ): Promise<PrintOutcome>
  status(): Promise<PaperStatus>
}

/** How long a slip under way may take to end when the process stops. */
const CLOSE_WITHIN_MS = 4000

/** A device is sent the bytes and needs no picture. */
const onDevice = (open: Open, limits: Limits): Work => {
  const device = deviceOver(open, limits)
  return {
    print: (bytes, _png, cutOff) => device.print(bytes, cutOff),
    status: device.status,
  }
}

const workAt = (address: PrinterAddress | null, dataDir: string, limits: Limits): Work => {
  switch (address?.kind) {
    case 'file':
      return { print: openFilePrinter(join(dataDir, 'prints')).print, status: async () => 'ok' }
    case 'tcp':
      return onDevice(() => openTcp(address.host, address.port, limits), limits)
    case 'usb':
      return onDevice(() => openUsb(address.path), limits)
    case undefined:
      return {
        print: async () => nothingPrinted('bad_address'),
        status: async () => 'unknown',
      }
  }
}

/** Runs tasks one after another, in the order they came. */
const oneAtATime = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <R>(task: () => Promise<R>): Promise<R> => {
    // A task that failed has told its own caller; the next one runs all the same.
    const mine = last.then(task, task)
    last = mine
    return mine
  }
}

/**
 * One printer. Opens nothing before the first slip, and each slip has a connection of its own, so a
 * printer may be switched off and on between two. Keep one Printer per address: the order of slips
 * is kept within it.
 * @param url see `printerAddress`; a wrong one gives a printer that answers `bad_address`
 */
export const openPrinter = (
  url: string,
  { dataDir, limits }: { dataDir: string; limits?: Partial<Limits> },
): Printer => {
  const all = { ...defaultLimits, ...limits }
  const work = workAt(printerAddress(url), dataDir, all)
  const inTurn = oneAtATime()
  let waiting = 0
  /** Breaks off the slip that is being printed. */
  let current: AbortController | null = null
  let closed = false

  const printNow = async (bytes: Rendering, png: () => Promise<Uint8Array>) => {
    const cutOff = new AbortController()
    const timer = setTimeout(() => cutOff.abort('timeout' satisfies PrintFailure), all.totalMs)
    current = cutOff
    try {
      return await work.print(bytes, png, cutOff.signal)
    } finally {
      current = null
      clearTimeout(timer)
    }
  }

  return {
    print: async (bytes, png) => {
      // Whoever is refused before the bytes are wanted does not hear what became of them.
      Promise.resolve(bytes).catch(() => undefined)
      if (closed) return nothingPrinted('closed')
      if (waiting >= WAITING_MAX) return nothingPrinted('busy')
      const isBehind = waiting > 0
      waiting++
      const askedAt = performance.now()
      try {
        return await inTurn(async () => {
          if (closed && isBehind) return nothingPrinted('closed')
          // Whoever asked may count on an end: a slip that waited so long is asked for again.
          if (performance.now() - askedAt > all.turnMs) return nothingPrinted('busy')
          return printNow(bytes, png)
        })
      } finally {
        waiting--
      }
    },
    status: async () => (closed ? 'unknown' : inTurn(() => work.status())),
    close: async () => {
      closed = true
      const timer = setTimeout(
        () => current?.abort('closed' satisfies PrintFailure),
        CLOSE_WITHIN_MS,
      )
      await inTurn(async () => {})
      clearTimeout(timer)
    },
  }
}

/** The printers of a process, one for each address, opened when first asked for. */
export interface Printers {
  at(url: string): Printer
  close(): Promise<void>
}

export const openPrinters = (options: { dataDir: string; limits?: Partial<Limits> }): Printers => {
  const printers = new Map<string, Printer>()
  let closed = false
  return {
    at: (url) => {
      const known = printers.get(url)
      if (known) return known
      const printer = openPrinter(url, options)
      printers.set(url, printer)
      // One that is asked for too late answers so.
      if (closed) void printer.close()
      return printer
    },
    close: async () => {
      closed = true
      await Promise.all([...printers.values()].map((printer) => printer.close()))
    },
  }
}
