import http from 'node:http'
import autocannon from 'autocannon'
import { answerParent } from '../child.ts'
import { percentile, type Sample } from '../figures.ts'

/** Asks over HTTP with connections that are kept. */
interface Flood {
  url: string
  path: string
  headers: Record<string, string>
  /** JSON bodies to post, taken in turn; `[<id>]` in one becomes another id each time. None: GET. */
  bodies: string[]
  connections: number
  amount: number
}

const sampleOf = (times: readonly number[], elapsedMs: number): Sample => ({
  perSecond: (times.length * 1000) / elapsedMs,
  p50: percentile(times, 50),
  p99: percentile(times, 99),
})

/** What was answered: how long each took, from the first request to the last answer. */
interface Answered {
  times: number[]
  beganAt: number
  endedAt: number
}

/** So many requests over so many connections, each sending the next when it is answered. */
const flow = ({ url, path, headers, bodies, connections, amount }: Flood): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const times: number[] = []
    let beganAt = Number.POSITIVE_INFINITY
    let endedAt = 0
    const refused: number[] = []
    const note = (status: number, ms: number) => {
      endedAt = performance.now()
      beganAt = Math.min(beganAt, endedAt - ms)
      times.push(ms)
      if (status !== 201 && status !== 200) refused.push(status)
    }
    autocannon(
      {
        url,
        connections,
        amount,
        idReplacement: true,
        timeout: 30,
        requests:
          bodies.length === 0
            ? [{ method: 'GET', path, headers }]
            : bodies.map((body) => ({
                method: 'POST',
                path,
                headers: { ...headers, 'content-type': 'application/json' },
                body,
              })),
        setupClient: (client) =>
          client.on('response', (status, _bytes, responseMs) => note(status, responseMs)),
      },
      (error: Error | null, result) => {
        if (error) return reject(error)
        if (refused.length + result.errors > 0)
          return reject(
            new Error(`answered ${refused}, ${result.errors} failed, of ${amount} at ${path}`),
          )
        resolve({ times, beganAt, endedAt })
      },
    )
  })

/** Several floods at once, taken together. */
const floods = async (orders: Flood[]): Promise<Sample> => {
  const answered = await Promise.all(orders.map(flow))
  const beganAt = Math.min(...answered.map((one) => one.beganAt))
  const endedAt = Math.max(...answered.map((one) => one.endedAt))
  return sampleOf(
    answered.flatMap(({ times }) => times),
    endedAt - beganAt,
  )
}

const flood = (order: Flood): Promise<Sample> => floods([order])

interface Post {
  url: string
  headers: Record<string, string>
}

const agents = new Map<number, http.Agent>()
const agentOf = (connections: number): http.Agent => {
  const known = agents.get(connections)
  if (known) return known
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  agents.set(connections, agent)
  return agent
}

/** One POST with an empty JSON body. @returns how long its answer took, in ms */
const post = (agent: http.Agent, { url, headers }: Post): Promise<number> =>
  new Promise((resolve, reject) => {
    const beganAt = performance.now()
    const request = http.request(
      url,
      { agent, method: 'POST', headers: { ...headers, 'content-type': 'application/json' } },
      (response) => {
        response.resume()
        response.on('end', () => {
          if (response.statusCode === 200 || response.statusCode === 201)
            resolve(performance.now() - beganAt)
          else reject(new Error(`${url} answered ${response.statusCode}`))
        })
      },
    )
    request.on('error', reject)
    request.end('{}')
  })

/** Sends each post once over so many connections. @returns the times of each and of all, in ms */
const wave = async ({ posts, connections }: { posts: Post[]; connections: number }) => {
  const agent = agentOf(connections)
  const times: number[] = []
  const left = posts.values()
  const beganAt = performance.now()
  const work = async () => {
    for (const one of left) times.push(await post(agent, one))
  }
  await Promise.all(Array.from({ length: connections }, work))
  return { times, elapsedMs: performance.now() - beganAt }
}

const calls = { flood, floods, wave }
export type LoadCalls = typeof calls

answerParent(calls, async () => {
  for (const agent of agents.values()) agent.destroy()
})
