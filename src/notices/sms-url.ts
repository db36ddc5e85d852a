import type { HttpConfig } from './http-channel.ts'
import type { SmppConfig } from './smpp-channel.ts'

/** What a URL of SMS_URL says; a refusal is a sentence that shows no user and no password. */
export type SmsUrl =
  | { kind: 'file'; url: string }
  | ({ kind: 'smpp'; timeoutMs: number } & Omit<SmppConfig, 'name'>)
  | ({ kind: 'http'; host: string } & Omit<HttpConfig, 'name'>)

const SMPP_PORT = 2775
const SMPPS_PORT = 3550
const FROM = 'Dawr'
const RATE = { initial: 50, least: 1, most: 1000 }
const WINDOW = { initial: 10, least: 1, most: 1000 }
/** Longer answers would outlive the claim of a notice. */
const TIMEOUT_SEC = { initial: 10, least: 1, most: 30 }
/** Longer than fetch tries to connect (10 s), so that one that is away is told from one that is slow. */
const HTTP_TIMEOUT_SEC = { initial: 15, least: 11, most: 30 }

type Bounds = typeof RATE
type Read<T> = { value: T } | { wrong: string }

/** Takes our own settings out of the query; what is left is the provider's. */
const settingsOf = (query: URLSearchParams) => {
  const wrong: string[] = []
  const number = (name: string, { initial, least, most }: Bounds): number => {
    const given = query.get(name)
    query.delete(name)
    if (given === null) return initial
    const value = Number(given)
    if (value >= least && value <= most && /^\d+$/.test(given)) return value
    wrong.push(`${name} must be a whole number from ${least} to ${most}`)
    return initial
  }
  const word = (name: string, initial: string, form: RegExp, says: string): string => {
    const given = query.get(name) ?? initial
    query.delete(name)
    if (!form.test(given)) wrong.push(`${name} must be ${says}`)
    return given
  }
  return { wrong, number, word }
}

const passingOf = ({ number }: ReturnType<typeof settingsOf>, timeout: Bounds) => ({
  rate: number('rate', RATE),
  window: number('window', WINDOW),
  timeoutMs: number('timeout', timeout) * 1000,
})

const smppUrl = (url: URL): Read<SmsUrl> => {
  const tls = url.protocol === 'smpps:'
  const settings = settingsOf(url.searchParams)
  const says = 'letters, digits or spaces (at most 11), or a number with +'
  const from = settings.word('from', FROM, /^(?:[a-z\d ]{1,11}|\+?\d{1,20})$/i, says)
  const again = settings.word('again', 'no', /^(?:yes|no)$/, 'yes or no') === 'yes'
  const passing = passingOf(settings, TIMEOUT_SEC)
  for (const name of url.searchParams.keys()) settings.wrong.push(`${name} is no setting of SMPP`)
  if (url.username === '') settings.wrong.push('a user is missing')
  if (url.hostname === '') settings.wrong.push('a host is missing')
  if (settings.wrong.length > 0) return { wrong: settings.wrong.join(', ') }
  return {
    value: {
      kind: 'smpp',
      host: url.hostname.replaceAll(/^\[|\]$/g, ''),
      port: Number(url.port) || (tls ? SMPPS_PORT : SMPP_PORT),
      tls,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      from,
      again,
      ...passing,
    },
  }
}

const httpUrl = (url: URL): Read<SmsUrl> => {
  const settings = settingsOf(url.searchParams)
  const passing = passingOf(settings, HTTP_TIMEOUT_SEC)
  if (settings.wrong.length > 0) return { wrong: settings.wrong.join(', ') }
  const token = decodeURIComponent(url.password || url.username) || null
  url.username = ''
  url.password = ''
  return { value: { kind: 'http', host: url.host, url: url.href, token, ...passing } }
}

/** Reads one URL of SMS_URL. */
export const readSmsUrl = (text: string): Read<SmsUrl> => {
  const url = new URL(text)
  try {
    if (url.protocol === 'smpp:' || url.protocol === 'smpps:') return smppUrl(url)
    if (url.protocol === 'http:' || url.protocol === 'https:') return httpUrl(url)
  } catch {
    // decodeURIComponent: a % that is not part of an escape.
    return { wrong: 'user and password must be percent-encoded' }
  }
  return { value: { kind: 'file', url: text } }
}
