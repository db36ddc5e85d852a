import { PDFDocument } from '@napi-rs/canvas'
import { loadFonts } from './draw.ts'

/** A page of a PDF, as it is drawn on. */
export type Page = ReturnType<PDFDocument['beginPage']>

/**
 * Pages of one size as a PDF, with shaped Arabic and the fonts in it, so that it looks the same
 * wherever it is opened. Takes about a millisecond a page of the caller's thread.
 * @throws when the font package is not installed
 */
export const pdfOf = (
  title: string,
  { width, height }: { width: number; height: number },
  pages: Iterable<(page: Page) => void>,
): Uint8Array => {
  loadFonts()
  const document = new PDFDocument({ title, creator: 'Dawr' })
  for (const draw of pages) {
    draw(document.beginPage(width, height))
    document.endPage()
  }
  return new Uint8Array(document.close())
}
