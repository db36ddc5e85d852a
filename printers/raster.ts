import { fileURLToPath } from 'node:url'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { create as createQr, type QRCode } from 'qrcode'
import { type LabelContent, layoutLabel } from './label.ts'
import {
  type Box,
  type FillBox,
  type Layout,
  type Metrics,
  type QrBox,
  QUIET_MODULES,
  SLIP_WIDTH,
  type TextBox,
  type TextStyle,
} from './layout.ts'
import { layoutSlip, type SlipContent } from './slip.ts'

/** One bit a dot, most significant first, 1 is black; every row starts on a byte. */
export interface Bitmap {
  width: number
  height: number
  bits: Uint8Array
}

const weights = [400, 600, 700] as const
const families = { arabic: 'Dawr Slip Arabic', latin: 'Dawr Slip Latin' } as const
let fontsAreThere = false

/**
 * The subsets come as files of their own, so each is a family and the second one is the fallback of
 * the first. @throws when the font package is not installed
 */
export const loadFonts = (): void => {
  if (fontsAreThere) return
  for (const [subset, family] of Object.entries(families))
    for (const weight of weights) {
      const file = `@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-${subset}-${weight}-normal.woff2`
      if (!GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(file)), family))
        throw new Error(`The font ${file} could not be read.`)
    }
  fontsAreThere = true
}

/** What layouts are drawn with: on a canvas, or on a page of a PDF. */
export type Pen = Pick<
  SKRSContext2D,
  | 'beginPath'
  | 'direction'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'lang'
  | 'letterSpacing'
  | 'rect'
  | 'textAlign'
>

interface Surface {
  height: number
  context: SKRSContext2D
}
let surface: Surface | null = null

/** One canvas serves every slip: it only grows, and drawing is synchronous, so nobody else is on it. */
const surfaceFor = (height: number): SKRSContext2D => {
  if (surface && surface.height >= height) return surface.context
  loadFonts()
  const tall = Math.max(1200, Math.ceil(height / 256) * 256)
  const context = createCanvas(SLIP_WIDTH, tall).getContext('2d', { willReadFrequently: true })
  surface = { height: tall, context }
  return context
}

const useStyle = (context: Pen, { size, weight, language, isCode }: TextStyle): void => {
  context.font = `${weight} ${size}px "${families.arabic}", "${families.latin}"`
  context.lang = language
  // Any space at all between letters keeps a font from joining them.
  context.letterSpacing = isCode ? '0.01px' : '0px'
  context.direction = language === 'ar' ? 'rtl' : 'ltr'
}

let newestQr: { text: string; code: QRCode } | null = null

/**
 * Level M: a slip is folded and thumbed, but the next level's modules would be too small. The newest
 * code is kept, as it is asked for twice: for its size, then for its modules.
 */
const qrOf = (text: string): QRCode => {
  if (newestQr?.text === text) return newestQr.code
  const code = createQr(text, { errorCorrectionLevel: 'M' })
  newestQr = { text, code }
  return code
}

/** Shaping a line costs more than anything else here, and most lines come back on the next slip. */
const widths = new Map<string, number>()
const WIDTHS_MAX = 5_000

/** Metrics of the fonts and codes that `rasterise` draws with. */
export const metrics: Metrics = {
  textWidth: (text, style) => {
    const key = `${style.language} ${style.weight} ${style.size} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const context = surfaceFor(0)
    useStyle(context, style)
    const { width } = context.measureText(text)
    if (widths.size >= WIDTHS_MAX) widths.clear()
    widths.set(key, width)
    return width
  },
  qrModules: (text) => qrOf(text).modules.size,
}

const drawText = (context: Pen, box: TextBox): void => {
  useStyle(context, box.style)
  context.direction = box.direction
  context.fillStyle = box.ink
  const at = {
    left: [box.x, 'left'],
    centre: [box.x + box.width / 2, 'center'],
    right: [box.x + box.width, 'right'],
  } as const
  const [x, align] = at[box.align]
  context.textAlign = align
  context.fillText(box.text, x, box.baseline)
}

const drawQr = (context: Pen, { text, module, x, y }: QrBox): void => {
  const { modules } = qrOf(text)
  const quiet = QUIET_MODULES * module
  context.fillStyle = 'black'
  // One shape: what is filled piece by piece shows its seams where it is not drawn dot for dot.
  context.beginPath()
  for (let row = 0; row < modules.size; row++)
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(row, from)) continue
      let to = from + 1
      while (to < modules.size && modules.get(row, to)) to++
      const left = x + quiet + from * module
      context.rect(left, y + quiet + row * module, (to - from) * module, module)
      from = to
    }
  context.fill()
}

const drawFill = (context: Pen, { x, y, width, height }: FillBox): void => {
  context.fillStyle = 'black'
  context.fillRect(x, y, width, height)
}

const draw = (context: Pen, box: Box): void => {
  if (box.kind === 'text') drawText(context, box)
  else if (box.kind === 'qr') drawQr(context, box)
  else drawFill(context, box)
}

/** Draws a layout where the context stands, on what is white already. */
export const drawLayout = (context: Pen, { boxes }: Layout): void => {
  for (const box of boxes) draw(context, box)
}

/**
 * Dark is black: thermal paper knows no grey, and letters stay crisp without dithering. A little
 * above the middle, so that thin strokes do not break.
 */
const DARK_BELOW = 168
const WHITE = 0xffff_ffff

/** Works on whole pixels: most of a slip is white, and one comparison settles those. */
const pack = (rgba: Uint8ClampedArray, width: number, height: number): Uint8Array => {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height)
  const rowBytes = Math.ceil(width / 8)
  const bits = new Uint8Array(rowBytes * height)
  let pixel = 0
  for (let y = 0; y < height; y++)
    for (let byte = 0; byte < rowBytes; byte++) {
      let dots = 0
      const inRow = Math.min(8, width - byte * 8)
      for (let x = 0; x < inRow; x++, pixel++)
        if (pixels[pixel] !== WHITE && (rgba[pixel * 4] ?? 255) < DARK_BELOW) dots |= 0x80 >> x
      bits[y * rowBytes + byte] = dots
    }
  return bits
}

/** Draws a layout, with shaped Arabic. Takes a few milliseconds of the caller's thread. */
export const rasterise = (layout: Layout): Bitmap => {
  const { width, height } = layout
  const context = surfaceFor(height)
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  drawLayout(context, layout)
  const { data } = context.getImageData(0, 0, width, height)
  return { width, height, bits: pack(data, width, height) }
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
export const renderSlip = (content: SlipContent): Bitmap => rasterise(layoutSlip(content, metrics))

/** The same dots as a picture; the encoding runs beside the caller's thread. */
export const toPng = async ({ width, height, bits }: Bitmap): Promise<Buffer> => {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const image = context.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  const rowBytes = Math.ceil(width / 8)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const dark = (bits[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))
      pixels[y * width + x] = dark ? 0xff00_0000 : 0xffff_ffff
    }
  context.putImageData(image, 0, 0)
  return canvas.encode('png')
}
