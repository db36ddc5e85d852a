import { join } from 'node:path'
import { defaultLimits, deviceOver, type Limits } from './channel.ts'
import { openFilePrinter } from './file.ts'
import type { PaperStatus, PrintFailure, PrintOutcome } from './outcome.ts'
import { openTcp } from './tcp.ts'
import { openUsb } from './usb.ts'

export type { Limits } from './channel.ts'
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
   * @param bytes what the device is sent, from `encodePrint`
   * @param png the same as a picture; only the file printer asks for it
   */
  print(bytes: Uint8Array, png: () => Promise<Uint8Array>): Promise<PrintOutcome>
  /** The paper as the printer tells it; `unknown` also when it cannot be reached. */
  status(): Promise<PaperStatus>
  /** Takes no more, and resolves when the slips it has taken have ended. */
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

const nothingPrinted = (reason: PrintFailure): PrintOutcome => ({
  ok: false,
  reason,
  mayHavePrinted: false,
  detail: null,
})

/** What a printer does for its one job at a time. */
type Work = Pick<Printer, 'print' | 'status'>

const workAt = (address: PrinterAddress | null, dataDir: string, limits: Limits): Work => {
  switch (address?.kind) {
    case 'file':
      return { print: openFilePrinter(join(dataDir, 'prints')).print, status: async () => 'ok' }
    case 'tcp':
      return deviceOver(() => openTcp(address.host, address.port, limits), limits)
    case 'usb':
      return deviceOver(() => openUsb(address.path), limits)
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
  const work = workAt(printerAddress(url), dataDir, { ...defaultLimits, ...limits })
  const inTurn = oneAtATime()
  let waiting = 0
  let closed = false
  return {
    print: async (bytes, png) => {
      if (closed) return nothingPrinted('closed')
      if (waiting >= WAITING_MAX) return nothingPrinted('busy')
      waiting++
      try {
        return await inTurn(() => work.print(bytes, png))
      } finally {
        waiting--
      }
    },
    status: async () => (closed ? 'unknown' : inTurn(() => work.status())),
    close: async () => {
      closed = true
      await inTurn(async () => {})
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
  return {
    at: (url) => {
      const known = printers.get(url)
      if (known) return known
      const printer = openPrinter(url, options)
      printers.set(url, printer)
      return printer
    },
    close: async () => {
      await Promise.all([...printers.values()].map((printer) => printer.close()))
    },
  }
}
