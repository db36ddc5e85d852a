import { parentPort } from 'node:worker_threads'
import { encodePrint } from './escpos.ts'
import { renderLabel, renderSlip, stacked, toPng } from './raster.ts'
import type { RenderAnswer, RenderOrder } from './renderer.ts'
import { drawSheet } from './sheet.ts'
import { drawStocktake } from './stocktake-paper.ts'

/** The thread that draws: see renderer.ts. */
if (!parentPort) throw new Error('this is the thread of a renderer, and no program')
const port = parentPort

const carryOut = async ({ id, ...order }: RenderOrder): Promise<RenderAnswer> => {
  if ('picture' in order) return { id, png: await toPng(order.picture) }
  if ('sheet' in order) return { id, pdf: drawSheet(order.sheet) }
  if ('paper' in order) return { id, pdf: drawStocktake(order.paper) }
  if ('labels' in order) {
    const labels = order.labels.map(renderLabel)
    // Each is cut off by itself; what a file keeps is one picture.
    return { id, bitmap: stacked(labels), bytes: Buffer.concat(labels.map(encodePrint)) }
  }
  const bitmap = renderSlip(order.slip)
  return { id, bitmap, bytes: encodePrint(bitmap) }
}

/** What is handed over rather than copied: nobody here needs it any more. */
const buffersOf = (answer: RenderAnswer): ArrayBuffer[] =>
  'bitmap' in answer && answer.bitmap.bits.buffer instanceof ArrayBuffer
    ? [answer.bitmap.bits.buffer]
    : []

port.on('message', (order: RenderOrder) => {
  carryOut(order).then(
    (answer) => port.postMessage(answer, buffersOf(answer)),
    // Told to whoever asked, as if it had happened there.
    (error: unknown) => port.postMessage({ id: order.id, failure: error } satisfies RenderAnswer),
  )
})
