import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '../deps.ts'
import { errorCode } from '../error-code.ts'
import type { Channel, Message, Sent } from './channel.ts'

/** What one line of the file holds. */
export interface SmsLine {
  /** ISO 8601 UTC. */
  at: string
  to: string
  text: string
  parts: number
  noticeId: string
}

interface Waiting {
  message: Message
  answer: (sent: Sent) => void
}

const NEWLINE = '\n'.charCodeAt(0)

const lineOf = ({ at, to, text, parts, noticeId }: Message): string => {
  const line: SmsLine = { at: new Date(at).toISOString(), to, text, parts, noticeId }
  return `${JSON.stringify(line)}\n`
}

const noticeIdIn = (line: string): unknown => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'noticeId' in value
      ? value.noticeId
      : undefined
  } catch {
    // A line torn by a crash is not JSON: its message was not sent.
    return undefined
  }
}

/** Which of the notices the file holds already; reads all of it, so only for repeated ones. */
const idsIn = async (file: FileHandle, wanted: ReadonlySet<string>): Promise<Set<string>> => {
  const found = new Set<string>()
  if (wanted.size === 0) return found
  const note = (line: string) => {
    const id = noticeIdIn(line)
    if (typeof id === 'string' && wanted.has(id)) found.add(id)
  }
  let unread = ''
  for await (const piece of file.createReadStream({
    encoding: 'utf8',
    start: 0,
    autoClose: false,
  })) {
    const lines = `${unread}${String(piece)}`.split('\n')
    unread = lines.pop() ?? ''
    lines.forEach(note)
  }
  return found
}

/** Whether the last line has no end: the process that wrote it was cut off in the middle. */
const isTorn = async (file: FileHandle, size: number): Promise<boolean> => {
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== NEWLINE
}

/** Opened for each write, so that the file may be moved away at any time. */
const withFile = async <R>(path: string, work: (file: FileHandle) => Promise<R>): Promise<R> => {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a+', 0o600)
  return await work(file).finally(() => file.close())
}

/** The name of a new file is durable only with its folder. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

/**
 * Appends durably.
 * @throws before anything is in the file; what went wrong after that is the answer
 */
const append = async (path: string, file: FileHandle, lines: string): Promise<Sent> => {
  const { size } = await file.stat()
  const bytes = Buffer.from((await isTorn(file, size)) ? `\n${lines}` : lines, 'utf8')
  const { bytesWritten } = await file.write(bytes)
  try {
    if (bytesWritten === bytes.length) {
      await file.datasync()
      if (size === 0) await syncFolder(path)
      return { sent: true }
    }
    // The disk became full in the middle: take it back, unless somebody has appended meanwhile.
    const isLast = (await file.stat()).size === size + bytesWritten
    if (isLast) await file.truncate(size)
    return { sent: false, why: 'ENOSPC', unsure: !isLast }
  } catch (error) {
    // The disk failed after the write: the lines may be there after a restart, or not.
    return { sent: false, why: errorCode(error) ?? 'unknown', unsure: true }
  }
}

/**
 * Writes each message as one line of JSON: the default, where there is no provider. One writer at
 * a time; messages that come together share one write and one sync to the disk. A notice that may
 * have been sent before is looked for in the file first, so a crash between the line and the
 * database does not double it.
 */
export const fileChannel = ({
  path,
  clock,
  name = 'file',
}: {
  path: string
  clock: Clock
  name?: string
}): Channel => {
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  const writeAll = async (file: FileHandle, batch: readonly Waiting[]): Promise<void> => {
    const repeated = batch.filter(({ message }) => message.leftThrough !== null)
    const known = await idsIn(file, new Set(repeated.map((one) => one.message.noticeId)))
    const late = (one: Waiting) => clock.now() > one.message.notAfter
    const fresh = new Map<string, Message>()
    for (const one of batch)
      if (!known.has(one.message.noticeId) && !late(one))
        fresh.set(one.message.noticeId, one.message)
    const appended: Sent =
      fresh.size > 0
        ? await append(path, file, [...fresh.values()].map(lineOf).join(''))
        : { sent: true }
    for (const { message, answer } of batch) {
      if (known.has(message.noticeId)) answer({ sent: true })
      else if (fresh.has(message.noticeId)) answer(appended)
      else answer({ sent: false, why: 'too_late', unsure: true })
    }
  }

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await withFile(path, (file) => writeAll(file, batch))
      } catch (error) {
        // The disk is full, read-only or gone: nothing of the batch is in the file.
        for (const { answer } of batch)
          answer({ sent: false, why: errorCode(error) ?? 'unknown', unsure: false })
      }
    }
    writing = undefined
  }

  return {
    name,
    send: async (message) => {
      try {
        if (!(await message.leave(name))) return { sent: false, why: 'too_late', unsure: true }
      } catch {
        // The database could not be told that it leaves, so it does not.
        return { sent: false, why: 'not_recorded', unsure: false }
      }
      return new Promise((answer) => {
        waiting.push({ message, answer })
        writing ??= drain()
      })
    },
    close: async () => {
      await writing
    },
  }
}
