/** What a URL of SMS_URL says; a refusal is a sentence that shows no user and no password. */
export type SmsUrl =
  | { kind: 'file'; url: string }
  | {
      kind: 'smpp'
      host: string
      port: number
      tls: boolean
      user: string
      password: string
      from: string
      rate: number
      window: number
      timeoutMs: number
      again: boolean
    }
  | {
      kind: 'http'
      host: string
      url: string
      token: string | null
      rate: number
      window: number
      timeoutMs: number
    }

const SMPP_PORT = 2775
const SMPPS_PORT = 3550
const FROM = 'Dawr'
const RATE = 50
const WINDOW = 10
const TIMEOUT_SEC = 10
/** Longer answers would outlive the claim of a notice. */
const TIMEOUT_SEC_MAX = 30

type Read<T> = { value: T } | { wrong: string }

/** Takes our own settings out of the query; what is left is the provider's. */
const settingsOf = (query: URLSearchParams) => {
  const wrong: string[] = []
  const number = (name: string, initial: number, most: number): number => {
    const given = query.get(name)
    query.delete(name)
    if (given === null) return initial
    const value = Number(given)
    if (value >= 1 && value <= most && /^\d+$/.test(given)) return value
    wrong.push(`${name} must be a whole number from 1 to ${most}`)
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

const passingOf = ({ number }: ReturnType<typeof settingsOf>) => ({
  rate: number('rate', RATE, 1000),
  window: number('window', WINDOW, 1000),
  timeoutMs: number('timeout', TIMEOUT_SEC, TIMEOUT_SEC_MAX) * 1000,
})

const smppUrl = (url: URL): Read<SmsUrl> => {
  const tls = url.protocol === 'smpps:'
  const settings = settingsOf(url.searchParams)
  const says = 'letters, digits or spaces (at most 11), or a number with +'
  const from = settings.word('from', FROM, /^(?:[a-z\d ]{1,11}|\+?\d{1,20})$/i, says)
  const again = settings.word('again', 'no', /^(?:yes|no)$/, 'yes or no') === 'yes'
  const passing = passingOf(settings)
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
  const passing = passingOf(settings)
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
