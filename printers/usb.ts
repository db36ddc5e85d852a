import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { errorCode } from '../src/error-code.ts'
import type { Channel, Ending } from './channel.ts'
import { INITIALISE } from './escpos.ts'
import { PrinterLost } from './outcome.ts'

/**
 * A printer behind a device file of the kernel (`/dev/usb/lp0`). The file is opened non-blocking and
 * tried again every few milliseconds: a blocking read of a printer that has nothing to say would
 * keep one of the process's few file threads for ever.
 */

const RETRY_MS = 10
const CHUNK_BYTES = 4_096
const { O_RDWR, O_NONBLOCK, O_NOCTTY } = constants

const lostBy = (error: unknown): PrinterLost => {
  const code = errorCode(error)
  // The kernel's printer driver says "no space" for a printer without paper.
  return new PrinterLost(code === 'ENOSPC' ? 'paper_out' : 'interrupted', code)
}

/** Tries until the device takes or gives something; null when the time is over first. */
const persist = async (
  attempt: () => Promise<number>,
  withinMs: number,
): Promise<number | null> => {
  for (let left = withinMs; ; left -= RETRY_MS) {
    try {
      const count = await attempt()
      if (count > 0) return count
    } catch (error) {
      // Expected is EAGAIN: the printer is busy, or has nothing to say yet.
      if (errorCode(error) !== 'EAGAIN') throw lostBy(error)
    }
    if (left <= 0) return null
    await pause(RETRY_MS)
  }
}

const write = async (file: FileHandle, bytes: Uint8Array, stallMs: number): Promise<void> => {
  for (let from = 0; from < bytes.length; ) {
    const piece = bytes.subarray(from, from + CHUNK_BYTES)
    const taken = await persist(async () => (await file.write(piece)).bytesWritten, stallMs)
    if (taken === null) throw new PrinterLost('timeout')
    from += taken
  }
}

/** How many bytes the printer gave; 0 when it has nothing to say. */
const read = async (file: FileHandle, into: Buffer): Promise<number> => {
  try {
    return (await file.read(into)).bytesRead
  } catch (error) {
    // Expected is a printer that only listens: the driver calls reading from it invalid.
    if (errorCode(error) === 'EINVAL') return 0
    throw error
  }
}

const readByte = async (file: FileHandle, withinMs: number): Promise<number | null> => {
  const answer = Buffer.alloc(1)
  const got = await persist(() => read(file, answer), withinMs)
  return got === null ? null : answer.readUInt8()
}

const STALE_BYTES_MAX = 1_024

/** Throws away what the printer said before it was asked. */
const drain = (file: FileHandle): Promise<number | null> =>
  persist(() => read(file, Buffer.alloc(STALE_BYTES_MAX)), 0)

const ask = async (
  file: FileHandle,
  question: Uint8Array,
  withinMs: number,
): Promise<number | null> => {
  await drain(file)
  await write(file, question, withinMs)
  return readByte(file, withinMs)
}

/**
 * Closing the file cancels what is still on its way, and the driver takes a new command only when
 * the one before has arrived: so a command that changes nothing is the proof.
 */
const finish = async (file: FileHandle, withinMs: number): Promise<Ending> => {
  try {
    await write(file, INITIALISE, withinMs)
    return 'taken'
  } catch (error) {
    // Expected is a printer that is stuck or was pulled out.
    if (!(error instanceof PrinterLost)) throw error
    return error.reason === 'timeout' ? 'silent' : 'lost'
  }
}

const openDevice = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, O_RDWR | O_NONBLOCK | O_NOCTTY)
  } catch (error) {
    // Expected: no such device, no permission, or another process prints on it.
    throw new PrinterLost('unreachable', errorCode(error))
  }
}

const letGo = async (file: FileHandle): Promise<void> => {
  try {
    await file.close()
  } catch (error) {
    // Expected is a printer that was pulled out; the outcome is known by now. A bug has no code.
    if (errorCode(error) === null) throw error
  }
}

/** @throws PrinterLost when there is no device at the path, or it is an ordinary file */
export const openUsb = async (path: string): Promise<Channel> => {
  const file = await openDevice(path)
  if (!(await file.stat()).isCharacterDevice()) {
    await file.close()
    throw new PrinterLost('unreachable', 'ENODEV')
  }
  return {
    ask: (question, withinMs) => ask(file, question, withinMs),
    send: (bytes, stallMs) => write(file, bytes, stallMs),
    finish: (withinMs) => finish(file, withinMs),
    discard: () => letGo(file),
    // The next try at the device finds it closed.
    abort: () => void letGo(file),
  }
}
