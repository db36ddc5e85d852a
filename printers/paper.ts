import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { StocktakePaper } from './stocktake-paper.ts'

/** Beside this file, in the sources as in what is built from them. */
const THREAD = new URL(`./paper.worker${extname(import.meta.url)}`, import.meta.url)

let newest: Promise<unknown> = Promise.resolve()

const draw = (paper: StocktakePaper): Promise<Uint8Array> => {
  const drawn = Promise.withResolvers<Uint8Array>()
  const worker = new Worker(THREAD, { workerData: paper })
  worker.once('message', drawn.resolve)
  worker.once('error', drawn.reject)
  // Settled already, unless the thread was lost.
  worker.once('exit', (code) => drawn.reject(new Error(`the thread that draws ended with ${code}`)))
  return drawn.promise
}

/**
 * The report of a stocktake as a PDF, drawn in a thread of its own, so that nobody waits who wants
 * something else; one at a time, for a few a month take no more than one processor.
 * @throws what drawing threw
 */
export const drawStocktake = (paper: StocktakePaper): Promise<Uint8Array> => {
  const drawn = newest.then(() => draw(paper))
  newest = drawn.catch(() => undefined)
  return drawn
}
