import type { Locator, Page } from 'playwright-core'
import type { Test } from 'tap'
import { openPage, sizes } from '../browser.ts'
import { type Caller, type Server, signIn } from '../running.ts'

/** A page of staff as somebody of the demo centre sees it who is signed in. */
export const openAs = async (
  t: Test,
  server: Server,
  username: string,
  path: string,
  {
    language = 'en',
    size = sizes.counter,
    password,
  }: {
    language?: string
    size?: (typeof sizes)[keyof typeof sizes]
    /** Of somebody who is not of the demo. */
    password?: string
  } = {},
): Promise<{ page: Page; api: Caller }> => {
  const api = await signIn(server, username, password)
  const page = await openPage(t, `${server.url}${path}?lang=${language}`, { size, language })
  const [name = '', value = ''] = (api.headers.cookie ?? '').split('=')
  await page.context().addCookies([{ name, value, url: server.url }])
  await page.reload()
  return { page, api }
}

/** Once the counter takes the next key: the socket may show an outcome before its answer is there. */
export const untilIdle = (page: Page): Promise<void> =>
  page.locator('.actions__next[aria-disabled=false]').waitFor()

/** Once a field has this value. */
export const untilValue = async (field: Locator, value: string): Promise<void> => {
  await field
    .page()
    .waitForFunction(([one, wanted]) => one instanceof HTMLInputElement && one.value === wanted, [
      await field.elementHandle(),
      value,
    ] as const)
}

let announced = 0

/** Announces cards of made-up owners; they are expected from then on. */
export const announceCards = async (
  post: Caller,
  count: number,
): Promise<{ manifest: string; cards: { serial: string; citizenId: string }[] }> => {
  const cards = Array.from({ length: count }, () => {
    announced += 1
    const ordinal = String(announced).padStart(4, '0')
    return { serial: `TS26-00${ordinal}`, citizenId: `90010${ordinal}` }
  })
  const answer = await post.post('/api/centres/isa-town/manifests', { origin: 'Plant', cards })
  return { manifest: answer.body.id, cards }
}

/** A slot with room in a section; for a card, one where nothing beside looks like it. */
export const freeSlot = async (post: Caller, near: string, serial?: string): Promise<string> => {
  const query = new URLSearchParams({ near, ...(serial !== undefined && { serial }) })
  return (await post.get(`/api/centres/isa-town/places/free?${query}`)).body.place
}

/** A card that lies ready on a shelf, and its owner. */
export const shelvedCard = async (
  post: Caller,
): Promise<{ serial: string; citizenId: string; place: string }> => {
  const { cards } = await announceCards(post, 1)
  const [card] = cards
  if (!card) throw new Error('one card was announced')
  const place = await freeSlot(post, 'A-01-01-01')
  const shelved = await post.post('/api/centres/isa-town/scans', { serial: card.serial, place })
  if (shelved.status !== 200) throw new Error(`not shelved: ${shelved.body.code}`)
  return { ...card, place }
}
