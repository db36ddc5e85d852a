import type { Bilingual } from '../src/language.ts'
import { type Column, say } from './column.ts'
import { type Layout, type Metrics, QUIET_MODULES, SLIP_WIDTH, type TextStyle } from './layout.ts'

/** What stands on the label of a place. */
export interface LabelContent {
  /** `B-03-12-07`: in the QR code as it is, and large beside it. */
  code: string
  /** What it is called, with its section. */
  name: Bilingual
}

const PADDING = 12
/** A code of up to 20 letters and digits needs 21 modules; longer ones a few more. */
const QR_SIDE = 200
/** The height of capitals, in ems. */
const CAPITALS = 0.74
const CODE_SIZE_MAX = 96

/** The place's code on one line, as large as there is room beside the QR code. */
const sayCode = (column: Column, code: string, metrics: Metrics): void => {
  const wanted: TextStyle = { size: CODE_SIZE_MAX, weight: 700, language: 'en' }
  const ratio = column.width / metrics.textWidth(code, wanted)
  const size = Math.floor(wanted.size * Math.min(1, ratio))
  const height = Math.ceil(CAPITALS * size) + 4
  column.boxes.push({
    kind: 'text',
    text: code,
    style: { ...wanted, size },
    align: 'left',
    direction: 'ltr',
    ink: 'black',
    x: column.x,
    y: column.y,
    width: column.width,
    height,
    baseline: column.y + Math.ceil(CAPITALS * size),
  })
  column.y += height
}

/**
 * Where everything of a label stands, in dots: the QR code at the left, the code and its names in
 * both languages at the right, in the middle of its height. A label has no language of its own: who
 * fetches a card reads the code, whoever they are.
 */
export const layoutLabel = ({ code, name }: LabelContent, metrics: Metrics): Layout => {
  const modules = metrics.qrModules(code) + 2 * QUIET_MODULES
  const module = Math.floor(QR_SIDE / modules)
  const side = modules * module
  const height = side + 2 * PADDING
  const left = PADDING + side
  const words: Column = { x: left, width: SLIP_WIDTH - PADDING - left, y: 0, boxes: [] }
  sayCode(words, code, metrics)
  words.y += 8
  say(
    words,
    { text: name.ar, style: { size: 34, weight: 600, language: 'ar' }, align: 'right' },
    metrics,
  )
  say(
    words,
    { text: name.en, style: { size: 26, weight: 400, language: 'en' }, align: 'left' },
    metrics,
  )
  const down = Math.max(0, (height - words.y) >> 1)
  const boxes = words.boxes.map((box) =>
    box.kind === 'text'
      ? { ...box, y: box.y + down, baseline: box.baseline + down }
      : { ...box, y: box.y + down },
  )
  return {
    width: SLIP_WIDTH,
    height,
    boxes: [
      { kind: 'qr', text: code, module, x: PADDING, y: PADDING, width: side, height: side },
      ...boxes,
    ],
  }
}
