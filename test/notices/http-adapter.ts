import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Test } from 'tap'
import { httpChannel, type SmsRequest } from '../../src/notices/http-channel.ts'
import { standing } from './smpp-given.ts'

/** An adapter that keeps what it was posted, and answers as it is told; port picked by the system. */
export const givenAdapter = async (
  t: Test,
  answer: (response: ServerResponse, howMany: number) => void = (response) => response.end(),
) => {
  const requests: { headers: IncomingHttpHeaders; body: SmsRequest; url: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request.setEncoding('utf8')) body += piece
    requests.push({ headers: request.headers, body: JSON.parse(body), url: request.url ?? '' })
    answer(response, requests.length - 1)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.closeAllConnections()
    server.close()
    await closed
  }
  t.teardown(stop)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const url = `http://127.0.0.1:${address.port}/send?account=7`
  const open = (more = {}) => {
    const config = {
      name: 'http',
      url,
      token: 'token',
      rate: 1000,
      window: 10,
      timeoutMs: 5000,
      ...more,
    }
    const channel = httpChannel(config, { clock: standing })
    t.teardown(() => channel.close())
    return channel
  }
  return { url, requests, open, stop }
}
