import { setTimeout as pause } from 'node:timers/promises'
import { errorCode } from '../../src/error-code.ts'
import { type Answer, caller } from '../running.ts'
import type { Operation } from './explain.ts'

/** A request as a client sends it. */
export interface Sent {
  method: 'GET' | 'POST'
  path: string
  body?: object
  headers: Record<string, string>
}

/** Between which readings of the machine's clock something was done. */
export interface Span {
  from: number
  to: number
}

/** What the clients of one history did and were told. */
export interface Recorder<I, O> {
  operations: Operation<I, O>[]
  spans: Map<Operation<I, O>, Span>
  /**
   * Sends a request and keeps what came of it. Undefined: the answer was lost.
   * @param cutAfterMs when the connection is cut, if it is not answered by then
   */
  record(one: {
    client: string
    input: I
    send: Sent
    read: (answer: Answer) => O
    cutAfterMs: number | undefined
  }): Promise<Answer | undefined>
}

/** Nobody listened. */
const isRefusedConnection = (error: unknown): boolean =>
  error instanceof Error && errorCode(error.cause) === 'ECONNREFUSED'

/** The answer, `lost` when nobody knows what was done, `unsent` when nothing was. */
const ask = async (
  url: string,
  { method, path, body, headers }: Sent,
  cutAfterMs: number | undefined,
): Promise<Answer | 'lost' | 'unsent'> => {
  const cut = new AbortController()
  const who = caller(url, headers, { signal: cut.signal })
  const asked = method === 'GET' ? who.get(path) : who.post(path, body)
  if (cutAfterMs !== undefined) pause(cutAfterMs).then(() => cut.abort())
  try {
    const answer = await asked
    // Turned away at the door.
    return answer.body.code === 'overloaded' ? 'unsent' : answer
  } catch (error) {
    return isRefusedConnection(error) ? 'unsent' : 'lost'
  }
}

/** @param urlFor the server a client asks now */
export const openRecorder = <I, O>(urlFor: (client: string) => string): Recorder<I, O> => {
  const operations: Operation<I, O>[] = []
  const spans = new Map<Operation<I, O>, Span>()
  const keep = (one: Operation<I, O>, from: number) => {
    operations.push(one)
    spans.set(one, { from, to: one.output === null ? Infinity : Date.now() })
  }
  return {
    operations,
    spans,
    record: async ({ client, input, send, read, cutAfterMs }) => {
      const invokedAt = performance.now()
      const from = Date.now()
      const answer = await ask(urlFor(client), send, cutAfterMs)
      const answeredAt = performance.now()
      if (answer === 'unsent') return undefined
      if (answer === 'lost' || answer.status === 503) {
        keep({ client, input, output: null, invokedAt, answeredAt: Infinity }, from)
        return undefined
      }
      if (answer.status >= 500 || answer.status === 429)
        throw new Error(`${send.path}: ${answer.status}`)
      keep({ client, input, output: read(answer), invokedAt, answeredAt }, from)
      return answer
    },
  }
}
