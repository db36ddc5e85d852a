// Only the package's table of commands: its own Image needs 128 ms for a slip, and its Printer
// loads encoders for texts and codes that a bitmap has no use for.
import commands from 'escpos/commands.js'
import type { Bitmap } from './raster.ts'

const bytesOf = (command: string): Buffer => Buffer.from(command, 'latin1')

/** Empties the line and goes back to the settings of power-on. */
export const INITIALISE: Uint8Array = bytesOf(commands.HARDWARE.HW_INIT)

/** `DLE EOT n`, answered with one byte at once, even in the middle of other commands. */
const askFor = (what: number): Uint8Array =>
  Buffer.concat([bytesOf(commands.DLE + commands.EOT), Buffer.of(what)])
export const ASK_OFFLINE_CAUSE = askFor(2)
export const ASK_PAPER = askFor(4)

/** Some printers keep a command's whole image in a small buffer; bands of this size fit everywhere. */
const BAND_ROWS_MAX = 256
/** `GS V B n`: feeds until the end of the image has passed the knife, and n dots more. */
const FEED_BEYOND_KNIFE_DOTS = 24

const littleEndian = (n: number): number[] => [n & 0xff, n >> 8]

const band = (rowBytes: number, rows: number, dots: Uint8Array): Uint8Array[] => [
  bytesOf(commands.GSV0_FORMAT.GSV0_NORMAL),
  Buffer.from([...littleEndian(rowBytes), ...littleEndian(rows)]),
  dots,
]

/**
 * A printer looks for its real-time commands (`DLE EOT`, `DLE ENQ`, `DLE DC4`) everywhere, also among
 * the dots of an image, where they could ask for a status, throw the rest away or open a drawer. One
 * dot more makes such a byte pair harmless. Rare: it takes an isolated dot in just the wrong column.
 */
const withoutRealTimeCommands = (bits: Uint8Array): Uint8Array => {
  const DLE = 0x10
  const followers = [0x04, 0x05, 0x14]
  let safe = bits
  for (let at = bits.indexOf(DLE); at >= 0; at = bits.indexOf(DLE, at + 1)) {
    if (!followers.includes(bits[at + 1] ?? 0)) continue
    if (safe === bits) safe = bits.slice()
    safe[at] = DLE | (DLE >> 1)
  }
  return safe
}

/** The bytes that print a bitmap and cut the paper below it. */
export const encodePrint = ({ width, height, bits }: Bitmap): Buffer => {
  const rowBytes = Math.ceil(width / 8)
  const dots = withoutRealTimeCommands(bits)
  const parts: Uint8Array[] = [INITIALISE]
  for (let top = 0; top < height; top += BAND_ROWS_MAX) {
    const rows = Math.min(BAND_ROWS_MAX, height - top)
    parts.push(...band(rowBytes, rows, dots.subarray(top * rowBytes, (top + rows) * rowBytes)))
  }
  parts.push(bytesOf(commands.PAPER.PAPER_CUT_B), Buffer.of(FEED_BEYOND_KNIFE_DOTS))
  return Buffer.concat(parts)
}
