import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Test } from 'tap'

/** The way from phones to a server, at an address of its own. */
export interface Way {
  url: string
  /** Nothing comes through any more, nor what was on its way. */
  close(): void
  open(): void
  /** Pages come only once what this gives is called; everything else as before. */
  holdPages(): () => void
  /** From now on the server gives out another release of the pages, marked so. */
  release(mark: string): void
}

export const givenWay = async (t: Test, server: { url: string }): Promise<Way> => {
  const { hostname, port } = new URL(server.url)
  const phones = new Set<Socket>()
  let isOpen = true
  let pagesCome: Promise<unknown> = Promise.resolve()
  let mark = ''

  const pass = async (
    asked: IncomingMessage,
  ): Promise<{ answer: IncomingMessage; body: Buffer }> => {
    const { method, url, headers } = asked
    const onward = request({ hostname, port, method, path: url, headers, agent: false })
    asked.pipe(onward)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    const body = Buffer.concat(await answer.toArray())
    const isPage = answer.headers['content-type']?.startsWith('text/html')
    if (!isPage) return { answer, body }
    await pagesCome
    const page = body.toString().replace('</head>', `${mark}</head>`)
    return { answer, body: Buffer.from(page) }
  }
  const way = createServer((asked, reply) => {
    if (!isOpen) return asked.socket.destroy()
    const answered = async () => {
      const { answer, body } = await pass(asked)
      // Without what would say of another release that it is the one that the phone has.
      const { 'transfer-encoding': _, etag, 'last-modified': __, ...headers } = answer.headers
      reply.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': body.length })
      reply.end(body)
    }
    // Expected: either side has gone meanwhile.
    answered().catch(() => asked.socket.destroy())
  })
  way.on('connection', (phone) => {
    phones.add(phone)
    phone.on('close', () => phones.delete(phone))
    phone.on('error', () => undefined)
    if (!isOpen) phone.destroy()
  })
  way.on('upgrade', ({ method, url, rawHeaders }, phone: Socket, head) => {
    const onward = connect(Number(port), hostname, () => {
      const lines = rawHeaders.flatMap((name, at) =>
        at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : [],
      )
      onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      onward.write(head)
      onward.pipe(phone).pipe(onward)
    })
    onward.on('error', () => phone.destroy())
    phone.on('close', () => onward.destroy())
  })
  const cut = () => {
    for (const phone of phones) phone.destroy()
  }
  way.listen(0, '127.0.0.1')
  await once(way, 'listening')
  t.teardown(() => {
    way.close()
    cut()
  })
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    close: () => {
      isOpen = false
      cut()
    },
    open: () => {
      isOpen = true
    },
    holdPages: () => {
      const held = Promise.withResolvers<void>()
      pagesCome = held.promise
      return () => held.resolve()
    },
    release: (next) => {
      mark = next
    },
  }
}
