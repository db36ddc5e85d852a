import type { Bilingual, Language } from '../src/language.ts'
import { type Column, rule, say } from './column.ts'
import { drawLayout, metrics } from './draw.ts'
import { A4, type Box, type Layout, type Metrics, QUIET_MODULES, type Weight } from './layout.ts'
import { type Page, pdfOf } from './pdf.ts'

/** What a stocktake found of a card, in the order of the paper. */
export const listed = ['misplaced', 'missing', 'unknown'] as const
type Listed = (typeof listed)[number]

export interface PaperCard {
  outcome: Listed
  serial: string
  /** Where it was seen; empty for one that is missing. */
  seen: string
  belongs: string
  time: string
  staff: string
  putRight: boolean
}

/** All that stands on the report; times in words of the centre's zone. */
export interface StocktakePaper {
  id: string
  centre: Bilingual
  place: string
  state: 'closed' | 'abandoned'
  startedBy: string
  startedAt: string
  closedBy: string
  closedAt: string
  expected: number
  counts: Record<Listed | 'found', number>
  /** Where the custody log stood. */
  custody: string
  /** The signature of the CSV: a keyed hash over all of it. */
  signature: string
  cards: readonly PaperCard[]
}

const MARGIN = 40
const INNER = A4.width - 2 * MARGIN
const QR_MODULE = 1.5
const ROW = 15
/** Where the foot begins: the signature, its code, and the number of the page. */
const FOOT_TOP = 730

const words = {
  title: { ar: 'محضر جرد', en: 'Stocktake report' },
  closed: { ar: 'مغلق', en: 'Closed' },
  abandoned: { ar: 'متروك: لم تُسجَّل أي بطاقة مفقودة', en: 'Given up: no card was missed for it' },
  expected: { ar: 'كانت هناك عند البدء', en: 'Lay there when it began' },
  found: { ar: 'وُجدت في مكانها', en: 'Found in their place' },
  misplaced: { ar: 'في غير مكانها', en: 'Misplaced' },
  missing: { ar: 'مفقودة', en: 'Missing' },
  unknown: { ar: 'غير معروفة', en: 'Unknown' },
  started: { ar: 'بدأه', en: 'Begun by' },
  ended: { ar: 'أنهاه', en: 'Ended by' },
  custody: { ar: 'سجل الحيازة عند', en: 'Custody log at' },
  hand: { ar: 'التوقيع', en: 'Signature' },
  card: { ar: 'البطاقة', en: 'Card' },
  seen: { ar: 'وُجدت في', en: 'Seen in' },
  belongs: { ar: 'مكانها', en: 'Belongs in' },
  time: { ar: 'الوقت', en: 'Time' },
  staff: { ar: 'الموظف', en: 'Staff' },
  putRight: { ar: 'أُعيدت', en: 'Put back' },
  yes: { ar: 'نعم', en: 'yes' },
  same: {
    ar: 'التوقيع نفسه في ملف CSV، وفيه كل بطاقة.',
    en: 'The CSV file bears the same signature, and names every card.',
  },
} as const satisfies Record<string, Bilingual>

const columns = [
  { key: 'serial', head: words.card, width: 88 },
  { key: 'seen', head: words.seen, width: 76 },
  { key: 'belongs', head: words.belongs, width: 76 },
  { key: 'time', head: words.time, width: 96 },
  { key: 'staff', head: words.staff, width: 105 },
  { key: 'putRight', head: words.putRight, width: 74 },
] as const

/** What the code on each page holds. */
export const codeOf = ({ id, signature }: Pick<StocktakePaper, 'id' | 'signature'>): string =>
  `dawr stocktake ${id} hmac-sha256:${signature}`

const both = ({ ar, en }: Bilingual): string => `${en} / ${ar}`

/** Places texts on a page: everything from left to right, as a form in two languages is read. */
const writer = (metrics: Metrics) => {
  const line = (
    boxes: Box[],
    text: string,
    at: { x: number; y: number; width: number },
    style: { size: number; weight?: Weight; language?: Language; isCode?: boolean; end?: boolean },
  ): void => {
    const { size, weight = 400, language = 'en', isCode = false, end } = style
    const column: Column = { ...at, boxes }
    const align = end ? 'right' : 'left'
    say(column, { text, style: { size, weight, language, isCode }, align }, metrics)
  }
  /** The English at the left, the Arabic at the right, the figure between them. */
  const figure = (boxes: Box[], label: Bilingual, value: string, y: number): void => {
    // A hash is long, and must be read to its end.
    const size = value.length > 40 ? 8 : 10
    line(boxes, label.en, { x: MARGIN, y, width: 120 }, { size: 10 })
    line(boxes, value, { x: MARGIN + 125, y, width: 285 }, { size, weight: 600 })
    const ar = { x: MARGIN + 410, y, width: INNER - 410 }
    line(boxes, label.ar, ar, { size: 11, language: 'ar', end: true })
  }
  return { line, figure }
}

const headOf = (paper: StocktakePaper, metrics: Metrics): { boxes: Box[]; y: number } => {
  const boxes: Box[] = []
  const { line } = writer(metrics)
  const half = INNER / 2
  const right = { x: MARGIN + half, width: half }
  line(boxes, words.title.en, { x: MARGIN, y: 36, width: half }, { size: 18, weight: 700 })
  const arabic = { size: 19, weight: 700, language: 'ar', end: true } as const
  line(boxes, words.title.ar, { ...right, y: 34 }, arabic)
  line(
    boxes,
    `${paper.centre.en} · ${paper.place}`,
    { x: MARGIN, y: 64, width: half },
    { size: 11 },
  )
  line(boxes, paper.centre.ar, { ...right, y: 63 }, { size: 12, language: 'ar', end: true })
  const column: Column = { x: MARGIN, width: INNER, y: 84, boxes }
  rule(column, 0, 8)
  return { boxes, y: column.y }
}

const footOf = (paper: StocktakePaper, metrics: Metrics, page: string): Box[] => {
  const boxes: Box[] = []
  const { line } = writer(metrics)
  const text = codeOf(paper)
  const side = (metrics.qrModules(text) + 2 * QUIET_MODULES) * QR_MODULE
  const code = { x: A4.width - MARGIN - side + QUIET_MODULES * QR_MODULE, y: FOOT_TOP + 2 }
  boxes.push({ kind: 'fill', x: MARGIN, y: FOOT_TOP, width: INNER, height: 1 })
  boxes.push({ kind: 'qr', text, module: QR_MODULE, ...code, width: side, height: side })
  const width = INNER - side
  const at = (y: number) => ({ x: MARGIN, y: FOOT_TOP + y, width })
  line(boxes, `hmac-sha256:${paper.signature}`, at(8), { size: 10, weight: 600, isCode: true })
  line(boxes, paper.id, at(26), { size: 9 })
  line(boxes, words.same.en, at(42), { size: 9 })
  line(boxes, words.same.ar, at(56), { size: 10, language: 'ar', end: false })
  line(boxes, page, at(74), { size: 9 })
  return boxes
}

const figuresOf = (paper: StocktakePaper, metrics: Metrics, top: number) => {
  const boxes: Box[] = []
  const { line, figure } = writer(metrics)
  const { counts, startedBy, startedAt, closedBy, closedAt } = paper
  let y = top
  const put = (label: Bilingual, value: string | number): void => {
    figure(boxes, label, String(value), y)
    y += ROW + 2
  }
  line(boxes, both(words[paper.state]), { x: MARGIN, y, width: INNER }, { size: 11, weight: 600 })
  y += ROW + 8
  put(words.expected, paper.expected)
  put(words.found, counts.found)
  for (const outcome of listed) put(words[outcome], counts[outcome])
  y += 6
  put(words.started, startedBy)
  put({ ar: '', en: '' }, startedAt)
  put(words.ended, closedBy)
  put({ ar: '', en: '' }, closedAt)
  put(words.custody, paper.custody)
  y += 14
  // Two hands, as on the paper that this one replaces.
  for (const x of [MARGIN, MARGIN + INNER / 2 + 10]) {
    line(boxes, both(words.hand), { x, y, width: 110 }, { size: 9 })
    boxes.push({ kind: 'fill', x: x + 112, y: y + 14, width: INNER / 2 - 122, height: 1 })
  }
  return { boxes, y: y + 30 }
}

const rowText = (card: PaperCard, key: (typeof columns)[number]['key']): string => {
  if (key !== 'putRight') return card[key]
  return card.outcome === 'misplaced' && card.putRight ? both(words.yes) : ''
}

/** What stands below one another, cut into pages where the foot begins. */
type Piece = (boxes: Box[], y: number) => number

const piecesOf = (paper: StocktakePaper, metrics: Metrics): Piece[] => {
  const { line } = writer(metrics)
  const pieces: Piece[] = []
  for (const outcome of listed) {
    const cards = paper.cards.filter((card) => card.outcome === outcome)
    if (cards.length === 0) continue
    pieces.push((boxes, y) => {
      const all = paper.counts[outcome]
      const rest = all > cards.length ? ` (1–${cards.length}; CSV: ${all})` : ''
      // The figure stands between the languages, where neither turns it round.
      const title = `${words[outcome].en}: ${all}${rest} / ${words[outcome].ar}`
      line(boxes, title, { x: MARGIN, y: y + 8, width: INNER }, { size: 12, weight: 700 })
      let x = MARGIN
      for (const { head, width } of columns) {
        line(boxes, both(head), { x, y: y + 28, width: width - 4 }, { size: 8, weight: 600 })
        x += width
      }
      boxes.push({ kind: 'fill', x: MARGIN, y: y + 42, width: INNER, height: 1 })
      return y + 46
    })
    for (const card of cards)
      pieces.push((boxes, y) => {
        let x = MARGIN
        for (const { key, width } of columns) {
          line(boxes, rowText(card, key), { x, y, width: width - 4 }, { size: 9 })
          x += width
        }
        return y + ROW
      })
  }
  return pieces
}

/** A title stays with its first card. */
const PIECE_ROOM = 46 + ROW

/**
 * The pages of a report: the figures and who answers for them, then every card that something has
 * to be done about. Each page bears the signature of the CSV, which names the found cards too.
 */
export const layoutStocktake = (paper: StocktakePaper, metrics: Metrics): Layout[] => {
  const sheets: Box[][] = []
  const begin = () => {
    const { boxes, y } = headOf(paper, metrics)
    sheets.push(boxes)
    return { boxes, y }
  }
  let { boxes, y } = begin()
  const figures = figuresOf(paper, metrics, y)
  boxes.push(...figures.boxes)
  y = figures.y
  for (const piece of piecesOf(paper, metrics)) {
    if (y + PIECE_ROOM > FOOT_TOP) ({ boxes, y } = begin())
    y = piece(boxes, y)
  }
  return sheets.map((sheet, at) => ({
    ...A4,
    boxes: [...sheet, ...footOf(paper, metrics, `${at + 1} / ${sheets.length}`)],
  }))
}

/** The same as a PDF. */
export const drawStocktake = (paper: StocktakePaper): Uint8Array =>
  pdfOf(
    `Stocktake ${paper.place} ${paper.id}`,
    A4,
    layoutStocktake(paper, metrics).map((layout) => (page: Page) => drawLayout(page, layout)),
  )
