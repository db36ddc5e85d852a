import { PDFDocument, type SKRSContext2D } from '@napi-rs/canvas'
import { type LabelContent, layoutLabel } from './label.ts'
import { drawLayout, loadFonts, metrics, type Pen } from './raster.ts'

/** Points, 72 a inch: A4. */
export const PAGE = { width: 595.28, height: 841.89 }
/** Three times eight labels of 70 × 37 mm fill the sheet to its edges: four cuts and seven. */
const COLUMNS = 3
const ROWS = 8
const PER_PAGE = COLUMNS * ROWS
const CELL = { width: PAGE.width / COLUMNS, height: PAGE.height / ROWS }
/** What a printer cannot reach at the sheet's edge, and a knife that goes astray. */
const MARGIN = 14

/** What pages are drawn with. */
type PagePen = Pen &
  Pick<
    SKRSContext2D,
    | 'lineWidth'
    | 'restore'
    | 'save'
    | 'scale'
    | 'setLineDash'
    | 'strokeRect'
    | 'strokeStyle'
    | 'translate'
  >

/** The labels of one page, row by row, with lines to cut along. */
export const drawPage = (page: PagePen, labels: readonly LabelContent[]): void => {
  loadFonts()
  for (const [at, label] of labels.entries()) {
    const layout = layoutLabel(label, metrics)
    const x = (at % COLUMNS) * CELL.width
    const y = Math.floor(at / COLUMNS) * CELL.height
    const scale = (CELL.width - 2 * MARGIN) / layout.width
    page.save()
    page.translate(x + MARGIN, y + (CELL.height - layout.height * scale) / 2)
    page.scale(scale, scale)
    drawLayout(page, layout)
    page.restore()
    page.strokeStyle = '#999999'
    page.lineWidth = 0.4
    page.setLineDash([3, 3])
    page.strokeRect(x, y, CELL.width, CELL.height)
  }
}

/**
 * Labels on sheets of A4, in their order. Letters and codes are drawn, not dotted, so that any
 * printer gives them as sharp as it can.
 * @throws when the font package is not installed
 */
export const drawSheet = (labels: readonly LabelContent[]): Uint8Array => {
  const pdf = new PDFDocument({ title: labels[0]?.code ?? '', creator: 'Dawr' })
  for (let from = 0; from < labels.length; from += PER_PAGE) {
    drawPage(pdf.beginPage(PAGE.width, PAGE.height), labels.slice(from, from + PER_PAGE))
    pdf.endPage()
  }
  return pdf.close()
}
