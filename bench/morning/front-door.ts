import { DEMO_PASSWORD } from '../../src/seed/demo.ts'

/** The server as anybody outside sees it: JSON over HTTP, waiting when told to wait. */
export interface Asker {
  post<R>(path: string, body?: object): Promise<Answer<R>>
  get<R>(path: string): Promise<Answer<R>>
}
/** `body` is null for an answer without one, and for a refusal, of which `code` speaks. */
export interface Answer<R> {
  status: number
  body: R | null
  code: string | null
}

const TRIES = 5

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const askAs = (url: string, headers: Record<string, string> = {}): Asker => {
  const ask = async <R>(method: string, path: string, body?: object): Promise<Answer<R>> => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(url + path, {
        method,
        headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
        ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
      })
      const text = await response.text()
      const isBusy = response.status === 429 || response.status === 503
      if (isBusy && attempt < TRIES) {
        await pause(Number(response.headers.get('retry-after') ?? 1) * 1000)
        continue
      }
      const parsed = text === '' ? null : JSON.parse(text)
      return response.ok
        ? { status: response.status, body: parsed, code: null }
        : { status: response.status, body: null, code: parsed?.code ?? 'unknown' }
    }
  }
  return {
    post: (path, body) => ask('POST', path, body),
    get: (path) => ask('GET', path),
  }
}

/** The body of an answer that must not be a refusal. */
export const agreed = <R>(what: string, { status, body, code }: Answer<R>): R => {
  if (body === null) throw new Error(`${what}: ${status} ${code ?? ''}`)
  return body
}

/** What a member of the demo staff who has signed in sends with everything. */
export const signedIn = async (url: string, username: string): Promise<{ cookie: string }> => {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0]
  if (!cookie) throw new Error(`${username} cannot sign in: ${response.status}`)
  return { cookie }
}

/** Signs a member of the demo staff in. */
export const signIn = async (url: string, username: string): Promise<Asker> =>
  askAs(url, await signedIn(url, username))
