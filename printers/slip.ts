import type { Bilingual, Language } from '../src/language.ts'
import type { Estimate } from '../src/live/events.ts'
import {
  type Column,
  endOf,
  other,
  rule,
  sayAtEnds,
  sayBoth,
  secondStyle,
  startOf,
} from './column.ts'
import {
  type FillBox,
  type Layout,
  type Metrics,
  type QrBox,
  QUIET_MODULES,
  SLIP_WIDTH,
  type TextStyle,
  type Weight,
} from './layout.ts'
import { aheadText, dateText, fixedWording, timeText, waitText } from './slip-wording.ts'

/** Everything that stands on a slip. */
export interface SlipContent {
  /** The visitor's: it comes first and larger, the other one follows. */
  language: Language
  centre: Bilingual
  service: Bilingual
  /** `A-014` */
  number: string
  /** Epoch milliseconds. */
  issuedAt: number
  /** IANA name of the centre's time zone. */
  timeZone: string
  ahead: number
  /** Whole minutes; null where it is not known. */
  estimate: Estimate
  /** The visitor's page, as the QR code holds it. */
  url: string
  /** Whether an earlier slip of this ticket may be in somebody's hand. */
  copy: boolean
}

const MARGIN = 24
const INNER = SLIP_WIDTH - 2 * MARGIN
const QR_SIDE_MAX = 312
const MODULE_MIN = 4
const MODULE_MAX = 8
const CAPITALS = 0.74

const sayCopy = (column: Column, language: Language, metrics: Metrics): void => {
  const after = other(language)
  const text = fixedWording.copy
  const top = column.y
  const band: FillBox = { kind: 'fill', x: 0, y: top, width: SLIP_WIDTH, height: 0 }
  column.boxes.push(band)
  sayAtEnds(
    column,
    [
      {
        text: text[language],
        style: { size: 36, weight: 700, language },
        align: startOf(language),
        ink: 'white',
      },
      {
        text: text[after],
        style: { size: 36, weight: 700, language: after },
        align: endOf(language),
        ink: 'white',
      },
    ],
    metrics,
  )
  band.height = column.y - top
  column.y += 12
}

/** The number as large as the paper allows, in a box of its own that nothing can turn round. */
const sayNumber = (column: Column, number: string, metrics: Metrics): void => {
  const wanted: TextStyle = { size: 190, weight: 700, language: 'en' }
  const ratio = column.width / metrics.textWidth(number, wanted)
  const size = Math.floor(wanted.size * Math.min(1, ratio))
  const height = Math.ceil((CAPITALS + 0.04) * size)
  column.boxes.push({
    kind: 'text',
    text: number,
    style: { ...wanted, size },
    align: 'centre',
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

/** The code with its invitation beside it, on the side where the visitor's language starts. */
const sayFollow = (column: Column, { url, language }: SlipContent, metrics: Metrics): void => {
  const modules = metrics.qrModules(url) + 2 * QUIET_MODULES
  const module = Math.max(MODULE_MIN, Math.min(MODULE_MAX, Math.floor(QR_SIDE_MAX / modules)))
  const side = modules * module
  const beside = side <= QR_SIDE_MAX
  const codeAtLeft = language === 'ar'
  // The quiet zone may reach into the margin: the code's own edge lines up with the text.
  const quiet = QUIET_MODULES * module
  const left = codeAtLeft ? column.x - quiet : column.x + column.width + quiet - side
  const x = beside ? Math.max(0, Math.min(SLIP_WIDTH - side, left)) : (SLIP_WIDTH - side) >> 1
  const code: QrBox = { kind: 'qr', text: url, module, x, y: column.y, width: side, height: side }
  const words: Column = {
    x: beside && codeAtLeft ? x + side : column.x,
    width: beside ? column.x + column.width - (codeAtLeft ? x + side : side - quiet) : column.width,
    y: 0,
    boxes: [],
  }
  const align = beside ? startOf(language) : 'centre'
  const shape = { align, linesMax: 3 } as const
  const { follow } = fixedWording
  const first: TextStyle = { size: 32, weight: 600, language }
  sayBoth(words, follow, first, 24, metrics, shape)
  const top = beside ? column.y + Math.max(0, (side - words.y) >> 1) : column.y
  if (!beside) code.y += words.y
  for (const box of words.boxes)
    column.boxes.push(
      box.kind === 'text'
        ? { ...box, y: box.y + top, baseline: box.baseline + top }
        : { ...box, y: box.y + top },
    )
  column.boxes.push(code)
  column.y = Math.max(code.y + side, top + words.y)
}

/**
 * Where everything of a slip stands, in dots. Both languages are on every slip, the visitor's first
 * and larger. Nothing overlaps and nothing leaves the paper, however long the names are: they get a
 * second line, then smaller letters, then an ellipsis.
 */
export const layoutSlip = (content: SlipContent, metrics: Metrics): Layout => {
  const { language, centre, service, number, issuedAt, timeZone, ahead, estimate } = content
  const after = other(language)
  const column: Column = { x: MARGIN, width: INNER, y: 8, boxes: [] }
  const both = (text: Bilingual, size: number, weight: Weight, second: number, linesMax = 1) =>
    sayBoth(column, text, { size, weight, language }, second, metrics, {
      align: 'centre',
      linesMax,
    })

  if (content.copy) sayCopy(column, language, metrics)
  both(centre, 32, 600, 24, 2)
  rule(column, 8, 8)
  const { yourNumber } = fixedWording
  sayAtEnds(
    column,
    [
      {
        text: yourNumber[language],
        style: { size: 28, weight: 600, language },
        align: startOf(language),
      },
      { text: yourNumber[after], style: secondStyle(after, 24), align: endOf(language) },
    ],
    metrics,
  )
  column.y += 10
  sayNumber(column, number, metrics)
  column.y += 12
  both(service, 42, 700, 28, 2)
  rule(column, 8, 8)
  both(aheadText(ahead), 34, 600, 24)
  column.y += 6
  both(waitText(estimate), 34, 600, 24)
  rule(column, 10, 4)
  sayFollow(column, content, metrics)
  rule(column, 4, 6)
  const [date, time] = [dateText(issuedAt, timeZone), timeText(issuedAt, timeZone)]
  const dated: TextStyle[] = [{ size: 26, weight: 400, language }, secondStyle(after, 22)]
  for (const style of dated) {
    const one = style.language
    const [start, end] = [startOf(one), endOf(one)]
    sayAtEnds(
      column,
      [
        { text: date[one], style, align: start },
        { text: time[one], style, align: end },
      ],
      metrics,
    )
  }
  return { width: SLIP_WIDTH, height: column.y + 8, boxes: column.boxes }
}
