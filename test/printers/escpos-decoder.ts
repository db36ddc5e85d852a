import type { Bitmap } from '../../printers/raster.ts'

/** One picture as it grows: its parts are put together only when somebody looks. */
class Slip implements Bitmap {
  width = 0
  height = 0
  #parts: Buffer[] = []

  append(rowBytes: number, rows: number, dots: Buffer): void {
    this.width = rowBytes * 8
    this.height += rows
    this.#parts.push(dots)
  }

  get bits(): Buffer {
    const [whole = Buffer.alloc(0), ...more] = this.#parts
    if (more.length === 0) return whole
    const bits = Buffer.concat([whole, ...more])
    this.#parts = [bits]
    return bits
  }
}

/** What a printer did with the bytes it was given. */
export interface Paper {
  /** One picture for each cut, and a last one for what lies beyond the last cut. */
  slips: Slip[]
  /** The n of each `DLE EOT n`, in order. */
  questions: number[]
  initialised: number
  rowsOfBands: number[]
  /** Bytes at the end that are not a whole command yet. */
  rest: number
}

interface Command {
  length: number
  apply: (paper: Paper) => void
}

const startsWith = (bytes: Buffer, ...prefix: number[]): boolean =>
  prefix.every((byte, at) => bytes[at] === byte)

const append = (paper: Paper, rowBytes: number, rows: number, dots: Buffer): void => {
  paper.slips.at(-1)?.append(rowBytes, rows, dots)
  paper.rowsOfBands.push(rows)
}

/** The command at the front, or null when its end has not come yet. @throws for an unknown one */
const commandAt = (bytes: Buffer): Command | null => {
  if (startsWith(bytes, 0x1b, 0x40)) return { length: 2, apply: (paper) => paper.initialised++ }
  if (startsWith(bytes, 0x10, 0x04)) {
    if (bytes.length < 3) return null
    return { length: 3, apply: (paper) => paper.questions.push(bytes.readUInt8(2)) }
  }
  if (startsWith(bytes, 0x1d, 0x56, 0x42)) {
    if (bytes.length < 4) return null
    return { length: 4, apply: (paper) => paper.slips.push(new Slip()) }
  }
  if (startsWith(bytes, 0x1d, 0x76, 0x30, 0x00)) {
    if (bytes.length < 8) return null
    const [rowBytes, rows] = [bytes.readUInt16LE(4), bytes.readUInt16LE(6)]
    const length = 8 + rowBytes * rows
    if (bytes.length < length) return null
    const dots = Buffer.from(bytes.subarray(8, length))
    return { length, apply: (paper) => append(paper, rowBytes, rows, dots) }
  }
  if (bytes.length < 4) return null
  throw new Error(`Not a command this printer knows: ${bytes.subarray(0, 8).toString('hex')}`)
}

/** A printer's understanding of its input; may be given more at any time. */
export class Decoder {
  readonly paper: Paper = {
    slips: [new Slip()],
    questions: [],
    initialised: 0,
    rowsOfBands: [],
    rest: 0,
  }
  #pending = Buffer.alloc(0)

  feed(bytes: Uint8Array): void {
    this.#pending = Buffer.concat([this.#pending, bytes])
    while (this.#pending.length > 0) {
      const command = commandAt(this.#pending)
      if (!command) break
      this.#pending = this.#pending.subarray(command.length)
      command.apply(this.paper)
    }
    this.paper.rest = this.#pending.length
  }
}

/** The slips that were printed and cut. @throws when bytes are left over or one was not cut */
export const decodeSlips = (bytes: Uint8Array): Bitmap[] => {
  const decoder = new Decoder()
  decoder.feed(bytes)
  const { slips, rest } = decoder.paper
  if (rest > 0) throw new Error(`${rest} bytes are left over.`)
  if (slips.at(-1)?.height !== 0) throw new Error('The last slip was not cut.')
  return slips.slice(0, -1)
}
