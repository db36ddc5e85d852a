import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Decoder, type Paper } from './escpos-decoder.ts'

/** How a printer on the network behaves. */
export interface Manners {
  /** The byte for the how-manyth `DLE EOT n` of a connection, from 0; null: no answer. */
  answer?: (n: number, howMany: number) => number | null
  /** Looks at each piece as it comes, and may do to the connection what printers do. */
  onPiece?: (socket: Socket, paper: Paper, received: number) => void
  onConnection?: (socket: Socket) => void
  /** Whether it reads at all. */
  reads?: boolean
  /** Whether it closes its side when we have closed ours. */
  closes?: boolean
  /** Where it is found again after it was away; otherwise the system picks one. */
  port?: number
}

export interface FakePrinter {
  url: string
  /** What each connection has brought, in order. */
  papers: Paper[]
  /** The most callers there were at one time: one who has hung up does not count. */
  mostAtOnce: () => number
  close: () => Promise<void>
}

/** `DLE EOT` answers always have bits 1 and 4 set. */
export const ALL_WELL = 0x12
export const PAPER_LOW = 0x1e
export const PAPER_OUT = 0x72
export const COVER_OPEN = 0x16
export const FAULT = 0x52

/** A real TCP peer that understands what it is sent. */
export const fakePrinter = async (manners: Manners = {}): Promise<FakePrinter> => {
  const { answer = () => null, onPiece, onConnection, reads = true, closes = true } = manners
  const { port = 0 } = manners
  const papers: Paper[] = []
  const open = new Set<Socket>()
  const talking = new Set<Socket>()
  let most = 0
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: !reads }, (socket) => {
    open.add(socket)
    talking.add(socket)
    most = Math.max(most, talking.size)
    socket.on('end', () => talking.delete(socket))
    socket.on('close', () => {
      open.delete(socket)
      talking.delete(socket)
    })
    // A client that goes away is no matter for a printer.
    socket.on('error', () => socket.destroy())
    onConnection?.(socket)
    if (!reads) return
    const decoder = new Decoder()
    papers.push(decoder.paper)
    let received = 0
    let answered = 0
    socket.on('data', (piece) => {
      received += piece.length
      decoder.feed(piece)
      for (; answered < decoder.paper.questions.length; answered++) {
        const byte = answer(decoder.paper.questions[answered] ?? 0, answered)
        if (byte !== null && socket.writable) socket.write(Buffer.of(byte))
      }
      onPiece?.(socket, decoder.paper, received)
    })
    if (closes) socket.on('end', () => socket.end())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `tcp://127.0.0.1:${address.port}`,
    papers,
    mostAtOnce: () => most,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
