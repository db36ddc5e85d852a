import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { darkOf, drawText, extentOf, loadFonts, metrics } from './draw.ts'
import { type LabelContent, layoutLabel } from './label.ts'
import { type FillBox, type Layout, SLIP_WIDTH, type TextBox } from './layout.ts'
import { layoutSlip, type SlipContent } from './slip.ts'

/** One bit a dot, most significant first, 1 is black; every row starts on a byte. */
export interface Bitmap {
  width: number
  height: number
  bits: Uint8Array
}

/** The bytes of a row of dots. */
const bytesOf = (width: number): number => Math.ceil(width / 8)

/** A line of text as dots: its ink and no more, on whole bytes of the paper's rows. */
interface Strip {
  /** Bytes from the paper's left edge, and in each row. */
  left: number
  rowBytes: number
  /** Rows from the baseline to the first one; negative above it. */
  top: number
  bits: Uint8Array
}

/** Lines as they were drawn before, the latest used last. */
export type Strips = Map<string, Strip>

/**
 * Shaping and drawing letters takes most of the time of a slip, and most of its lines come back: the
 * centre, the services, the day, how long the wait is. The number alone is new each time.
 */
const drawnBefore: Strips = new Map()
const STRIPS_MAX = 300

interface Surface {
  rows: number
  context: SKRSContext2D
}
let surface: Surface | null = null

/** One canvas serves every line: it only grows, and drawing is synchronous, so nobody else is on it. */
const surfaceFor = (rows: number): SKRSContext2D => {
  if (surface && surface.rows >= rows) return surface.context
  loadFonts()
  const context = createCanvas(SLIP_WIDTH, rows).getContext('2d', { willReadFrequently: true })
  surface = { rows, context }
  return context
}

/**
 * Dark is black: thermal paper knows no grey, and letters stay crisp without dithering. A little
 * above the middle, so that thin strokes do not break.
 */
const DARK_BELOW = 168
const WHITE = 0xffff_ffff

/** @param rgba pixels of rows that are whole bytes of dots */
const pack = (rgba: Uint8ClampedArray): Uint8Array => {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4)
  const bits = new Uint8Array(pixels.length / 8)
  for (let at = 0; at < bits.length; at++) {
    let dots = 0
    for (let dot = 0; dot < 8; dot++) {
      const pixel = at * 8 + dot
      // Most of a line is white, and one comparison settles that.
      if (pixels[pixel] !== WHITE && (rgba[pixel * 4] ?? 255) < DARK_BELOW) dots |= 0x80 >> dot
    }
    bits[at] = dots
  }
  return bits
}

/** What is read back of a canvas is what drawing costs, so that is the ink, and a dot around it. */
const drawStrip = (box: TextBox, width: number): Strip => {
  const { left, right, above, below } = extentOf(box)
  const [from, to] = [Math.max(0, (left - 1) >> 3), Math.min(width, right + 8) >> 3]
  const rowBytes = Math.max(0, to - from)
  const rows = above + below + 2
  if (rowBytes === 0) return { left: 0, rowBytes, top: 0, bits: new Uint8Array() }
  const context = surfaceFor(rows)
  // White letters are cut out of black ground.
  context.fillStyle = box.ink === 'white' ? 'black' : 'white'
  context.fillRect(from * 8, 0, rowBytes * 8, rows)
  drawText(context, { ...box, baseline: above + 1 })
  const { data } = context.getImageData(from * 8, 0, rowBytes * 8, rows)
  return { left: from, rowBytes, top: -above - 1, bits: pack(data) }
}

const stripFor = (box: TextBox, width: number, strips: Strips): Strip => {
  const { text, style, align, direction, ink, x } = box
  const key = JSON.stringify([text, style, align, direction, ink, x, box.width, width])
  const strip = strips.get(key) ?? drawStrip(box, width)
  strips.delete(key)
  strips.set(key, strip)
  for (const oldest of strips.keys()) {
    if (strips.size <= STRIPS_MAX) break
    strips.delete(oldest)
  }
  return strip
}

const layText = (on: Bitmap, box: TextBox, strips: Strips): void => {
  const { left, rowBytes, top, bits } = stripFor(box, on.width, strips)
  const first = box.baseline + top
  for (let row = 0; row * rowBytes < bits.length; row++) {
    if (first + row < 0 || first + row >= on.height) continue
    const start = (first + row) * bytesOf(on.width) + left
    for (let byte = 0; byte < rowBytes; byte++) {
      const below = on.bits[start + byte] ?? 0
      const drawn = bits[row * rowBytes + byte] ?? 0
      on.bits[start + byte] = box.ink === 'white' ? below & drawn : below | drawn
    }
  }
}

const layFill = (on: Bitmap, { x, y, width, height }: Omit<FillBox, 'kind'>): void => {
  const rowBytes = bytesOf(on.width)
  for (let row = y; row < y + height; row++)
    for (let dot = x; dot < x + width; dot++) {
      const at = row * rowBytes + (dot >> 3)
      on.bits[at] = (on.bits[at] ?? 0) | (0x80 >> (dot & 7))
    }
}

/**
 * A layout as dots, with shaped Arabic. Takes some milliseconds of the caller's thread.
 * @param strips the lines that need not be drawn again
 */
export const rasterise = ({ width, height, boxes }: Layout, strips = drawnBefore): Bitmap => {
  const on = { width, height, bits: new Uint8Array(bytesOf(width) * height) }
  for (const box of boxes)
    if (box.kind === 'text') layText(on, box, strips)
    else if (box.kind === 'fill') layFill(on, box)
    else for (const dark of darkOf(box)) layFill(on, dark)
  return on
}

/** A place's label as the printer's dots. */
export const renderLabel = (content: LabelContent): Bitmap =>
  rasterise(layoutLabel(content, metrics))

/** Pictures of one width below one another. */
export const stacked = (bitmaps: readonly Bitmap[]): Bitmap => ({
  width: bitmaps[0]?.width ?? SLIP_WIDTH,
  height: bitmaps.reduce((sum, { height }) => sum + height, 0),
  bits: new Uint8Array(Buffer.concat(bitmaps.map(({ bits }) => bits))),
})

/** A slip as the printer's dots. */
export const renderSlip = (content: SlipContent, strips?: Strips): Bitmap =>
  rasterise(layoutSlip(content, metrics), strips)

/** The same dots as a picture; the encoding runs beside the caller's thread. */
export const toPng = async ({ width, height, bits }: Bitmap): Promise<Buffer> => {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const image = context.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  const rowBytes = bytesOf(width)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const dark = (bits[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))
      pixels[y * width + x] = dark ? 0xff00_0000 : 0xffff_ffff
    }
  context.putImageData(image, 0, 0)
  return canvas.encode('png')
}
