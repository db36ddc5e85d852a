import { parentPort, workerData } from 'node:worker_threads'
import { drawPdf } from './pdf.ts'
import { metrics } from './raster.ts'
import { layoutStocktake, type StocktakePaper } from './stocktake-paper.ts'

/** The thread that draws one paper and ends: see paper.ts. */
const paper: StocktakePaper = workerData
const { place, id } = paper
const title = `Stocktake ${place} ${id}`
parentPort?.postMessage(new Uint8Array(drawPdf(layoutStocktake(paper, metrics), { title })))
