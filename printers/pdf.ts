import { PDFDocument } from '@napi-rs/canvas'
import type { Layout } from './layout.ts'
import { draw, loadFonts } from './raster.ts'

/**
 * Pages as a PDF, with shaped Arabic and the fonts in it, so that it looks the same wherever it is
 * opened. Takes about a millisecond a page of the caller's thread.
 */
export const drawPdf = (pages: Iterable<Layout>, { title }: { title: string }): Buffer => {
  loadFonts()
  const document = new PDFDocument({ title, creator: 'Dawr' })
  for (const { width, height, boxes } of pages) {
    const page = document.beginPage(width, height)
    for (const box of boxes) draw(page, box)
    document.endPage()
  }
  return document.close()
}
