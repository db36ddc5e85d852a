import type { Bitmap } from '../../printers/raster.ts'

/** What a printer did with the bytes it was given. */
export interface Paper {
  /** One picture for each cut, and a last one for what lies beyond the last cut. */
  slips: Bitmap[]
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

const newSlip = (): Bitmap => ({ width: 0, height: 0, bits: new Uint8Array() })

const append = (paper: Paper, rowBytes: number, rows: number, dots: Buffer): void => {
  const slip = paper.slips.at(-1) ?? newSlip()
  slip.width = rowBytes * 8
  slip.height += rows
  slip.bits = Buffer.concat([slip.bits, dots])
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
    return { length: 4, apply: (paper) => paper.slips.push(newSlip()) }
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
    slips: [newSlip()],
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
