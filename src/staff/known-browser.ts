import { randomToken, sameSecret, type Vault } from '../crypto.ts'

/** The cookie by which a browser shows who signed in at it before. */
export const BROWSER_COOKIE = 'dawr_browser'
export const BROWSER_MS = 365 * 24 * 60 * 60_000

/** How many members a browser keeps, as many as share a counter; the one longest away makes room. */
const MEMBERS_MAX = 12
/** No longer than what we set. */
const COOKIE_CHARS_MAX = 400

interface Known {
  /** The browser's own random name. */
  browser: string
  proofs: readonly string[]
}

/** What a cookie says: the browser's name and a proof for each member, parted by dots. */
const readCookie = (cookie: string | undefined): Known | null => {
  if (cookie === undefined || cookie.length > COOKIE_CHARS_MAX) return null
  const [browser = '', ...proofs] = cookie.split('.')
  return browser === '' ? null : { browser, proofs }
}

/** The browser by its name, where the member signed in at it before; null: they did not. */
export const knownBrowser = (
  vault: Vault,
  cookie: string | undefined,
  staffId: string,
): string | null => {
  const known = readCookie(cookie)
  if (!known) return null
  const proof = vault.browserProof(known.browser, staffId)
  return known.proofs.some((shown) => sameSecret(shown, proof)) ? known.browser : null
}

/** The cookie for a browser at which a member has just signed in, with those who did before. */
export const rememberIn = (vault: Vault, cookie: string | undefined, staffId: string): string => {
  const { browser, proofs } = readCookie(cookie) ?? { browser: randomToken(), proofs: [] }
  const proof = vault.browserProof(browser, staffId)
  const others = proofs.filter((one) => one !== proof).slice(0, MEMBERS_MAX - 1)
  return [browser, proof, ...others].join('.')
}
