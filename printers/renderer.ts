import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { LabelContent } from './label.ts'
import type { Bitmap } from './raster.ts'
import type { SlipContent } from './slip.ts'
import type { StocktakePaper } from './stocktake-paper.ts'

/** A slip, or a strip of labels, as its printer takes it. */
export interface RenderedSlip {
  /** What a device is sent. */
  bytes: Uint8Array
  /** The same dots as a picture. */
  png(): Promise<Uint8Array>
}

/** Draws slips, labels and papers in a thread of its own, so that nobody waits who wants something else. */
export interface Renderer {
  /** @throws what drawing threw, or that the thread was lost; the next slip begins another one */
  render(content: SlipContent): Promise<RenderedSlip>
  /** Labels one after another, each cut off: as `render` otherwise. */
  labels(contents: readonly LabelContent[]): Promise<RenderedSlip>
  /** Labels on sheets of A4 to be cut, as a PDF. */
  sheet(contents: readonly LabelContent[]): Promise<Uint8Array>
  /** The report of a stocktake, as a PDF. */
  stocktake(paper: StocktakePaper): Promise<Uint8Array>
  close(): Promise<void>
}

type Wish =
  | { slip: SlipContent }
  | { labels: readonly LabelContent[] }
  | { sheet: readonly LabelContent[] }
  | { paper: StocktakePaper }
  | { picture: Bitmap }
export type RenderOrder = { id: number } & Wish
export type RenderAnswer = { id: number } & (
  | { bitmap: Bitmap; bytes: Uint8Array }
  | { png: Uint8Array }
  | { pdf: Uint8Array }
  | { failure: unknown }
)

interface Thread {
  worker: Worker
  waiting: Map<number, PromiseWithResolvers<RenderAnswer>>
}

/** Beside this file, in the sources as in what is built from them. */
const THREAD = new URL(`./renderer.worker${extname(import.meta.url)}`, import.meta.url)

const startThread = (onLost: (thread: Thread) => void): Thread => {
  const worker = new Worker(THREAD)
  const thread: Thread = { worker, waiting: new Map() }
  const lose = (why: unknown) => {
    onLost(thread)
    for (const asked of thread.waiting.values()) asked.reject(why)
    thread.waiting.clear()
  }
  worker.on('message', (answer: RenderAnswer) => {
    const asked = thread.waiting.get(answer.id)
    thread.waiting.delete(answer.id)
    if ('failure' in answer) asked?.reject(answer.failure)
    else asked?.resolve(answer)
    if (thread.waiting.size === 0) worker.unref()
  })
  worker.on('error', lose)
  worker.on('exit', (code) => lose(new Error(`the thread that draws slips ended with ${code}`)))
  return thread
}

/** The thread, with its fonts, is started for the first slip: most processes never print one. */
export const openRenderer = (): Renderer => {
  let thread: Thread | undefined
  let orders = 0

  const ask = (order: Wish): Promise<RenderAnswer> => {
    thread ??= startThread((lost) => {
      if (thread === lost) thread = undefined
    })
    const id = ++orders
    const asked = Promise.withResolvers<RenderAnswer>()
    thread.worker.postMessage({ id, ...order } satisfies RenderOrder)
    thread.waiting.set(id, asked)
    // It holds the process open only as long as somebody is owed a slip.
    thread.worker.ref()
    return asked.promise
  }

  const rendered = async (wish: Wish): Promise<RenderedSlip> => {
    const answer = await ask(wish)
    if (!('bytes' in answer)) throw new Error('a slip was answered with something else')
    const { bitmap, bytes } = answer
    return {
      bytes,
      png: async () => {
        const drawn = await ask({ picture: bitmap })
        if (!('png' in drawn)) throw new Error('a picture was answered with something else')
        return drawn.png
      },
    }
  }

  const pages = async (wish: Wish): Promise<Uint8Array> => {
    const answer = await ask(wish)
    if (!('pdf' in answer)) throw new Error('pages were answered with something else')
    return answer.pdf
  }

  return {
    render: (content) => rendered({ slip: content }),
    labels: (contents) => rendered({ labels: contents }),
    sheet: (contents) => pages({ sheet: contents }),
    stocktake: (paper) => pages({ paper }),
    close: async () => {
      // An answer on its way would let go of the thread, and a process that holds nothing else would
      // end before the thread has; who waits for it is told that the thread ended.
      thread?.worker.removeAllListeners('message')
      await thread?.worker.terminate()
    },
  }
}
