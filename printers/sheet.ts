import { drawLayout, loadFonts, metrics, type Pen } from './draw.ts'
import { type LabelContent, layoutLabel } from './label.ts'
import { A4 } from './layout.ts'
import { type Page, pdfOf } from './pdf.ts'

/** Three times eight labels of 70 × 37 mm fill the sheet to its edges: four cuts and seven. */
const COLUMNS = 3
const ROWS = 8
const PER_PAGE = COLUMNS * ROWS
const CELL = { width: A4.width / COLUMNS, height: A4.height / ROWS }
/** What a printer cannot reach at the sheet's edge, and a knife that goes astray. */
const MARGIN = 14

/** A page, or a canvas that stands for one. */
type Drawn = Pen &
  Pick<
    Page,
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
export const drawPage = (page: Drawn, labels: readonly LabelContent[]): void => {
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
  const pages = Array.from({ length: Math.ceil(labels.length / PER_PAGE) }, (_, at) => {
    const those = labels.slice(at * PER_PAGE, (at + 1) * PER_PAGE)
    return (page: Page) => drawPage(page, those)
  })
  return pdfOf(labels[0]?.code ?? '', A4, pages)
}
