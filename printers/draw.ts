import { fileURLToPath } from 'node:url'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { create as createQr, type QRCode } from 'qrcode'
import {
  type Box,
  type FillBox,
  type Layout,
  type Metrics,
  type QrBox,
  QUIET_MODULES,
  type TextBox,
  type TextStyle,
} from './layout.ts'

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

const useStyle = (context: Pen, { size, weight, language, isCode }: TextStyle): void => {
  context.font = `${weight} ${size}px "${families.arabic}", "${families.latin}"`
  context.lang = language
  // Any space at all between letters keeps a font from joining them.
  context.letterSpacing = isCode ? '0.01px' : '0px'
  context.direction = language === 'ar' ? 'rtl' : 'ltr'
}

let newestQr: { text: string; code: QRCode } | null = null

/** What a code can hold two letters of in eleven bits instead of sixteen: the codes of places. */
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]*$/

/**
 * Level M: a slip is folded and thumbed, but the next level's modules would be too small. The newest
 * code is kept, as it is asked for twice: for its size, then for its modules. Of a link nothing can be
 * held in fewer bits but a chance row of digits, and to look for it takes as long as all the rest.
 */
const qrOf = (text: string): QRCode => {
  if (newestQr?.text === text) return newestQr.code
  const code = createQr(
    ALPHANUMERIC.test(text) ? text : [{ data: Buffer.from(text), mode: 'byte' }],
    { errorCorrectionLevel: 'M' },
  )
  newestQr = { text, code }
  return code
}

let measuring: SKRSContext2D | null = null

const measuringContext = (): SKRSContext2D => {
  if (measuring) return measuring
  loadFonts()
  measuring = createCanvas(1, 1).getContext('2d')
  return measuring
}

/** Shaping a line costs much, and most lines come back on the next slip. */
const widths = new Map<string, number>()
const WIDTHS_MAX = 5_000

/** Metrics of the fonts and codes that are drawn with. */
export const metrics: Metrics = {
  textWidth: (text, style) => {
    const key = `${style.language} ${style.weight} ${style.size} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const context = measuringContext()
    useStyle(context, style)
    const { width } = context.measureText(text)
    if (widths.size >= WIDTHS_MAX) widths.clear()
    widths.set(key, width)
    return width
  },
  qrModules: (text) => qrOf(text).modules.size,
}

/** Sets a pen to write a line. @returns where its text is aligned to */
const useLine = (context: Pen, box: TextBox): number => {
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
  return x
}

/** How far the letters of a line reach: dots from the left edge, and from the baseline up and down. */
export const extentOf = (
  box: TextBox,
): { left: number; right: number; above: number; below: number } => {
  const context = measuringContext()
  const x = useLine(context, box)
  const ink = context.measureText(box.text)
  return {
    left: Math.floor(x - ink.actualBoundingBoxLeft),
    right: Math.ceil(x + ink.actualBoundingBoxRight),
    above: Math.ceil(ink.actualBoundingBoxAscent),
    below: Math.ceil(ink.actualBoundingBoxDescent),
  }
}

export const drawText = (context: Pen, box: TextBox): void => {
  const x = useLine(context, box)
  context.fillText(box.text, x, box.baseline)
}

/** The dark modules of a code, those side by side as one. */
export function* darkOf({ text, module, x, y }: QrBox): Generator<Omit<FillBox, 'kind'>> {
  const { modules } = qrOf(text)
  const quiet = QUIET_MODULES * module
  for (let row = 0; row < modules.size; row++)
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(row, from)) continue
      let to = from + 1
      while (to < modules.size && modules.get(row, to)) to++
      yield {
        x: x + quiet + from * module,
        y: y + quiet + row * module,
        width: (to - from) * module,
        height: module,
      }
      from = to
    }
}

const drawQr = (context: Pen, box: QrBox): void => {
  context.fillStyle = 'black'
  // One shape: what is filled piece by piece shows its seams where it is not drawn dot for dot.
  context.beginPath()
  for (const { x, y, width, height } of darkOf(box)) context.rect(x, y, width, height)
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
