import type { Locator, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { query, run } from '../../src/db/transact.ts'
import { openPage, sizes } from '../browser.ts'
import { anyone, KIOSK_TOKEN, type Server, signIn, startServer } from '../running.ts'

const WARNED_AFTER_MS = 20_000

const openKiosk = (t: Test, server: Server, more: Parameters<typeof openPage>[2] = {}) =>
  openPage(t, `${server.url}/kiosk/isa-town#${KIOSK_TOKEN}`, { size: sizes.kiosk, ...more })

/** For the page: a list of every text the slip's place has had, growing with each change. */
const WHAT_IS_SAID_OF_THE_SLIP = `(() => {
  const said = []
  const look = () => said.push(document.querySelector('.slip')?.textContent ?? '')
  const everything = { subtree: true, childList: true, characterData: true }
  new MutationObserver(look).observe(document.body, everything)
  return said
})()`

/** Whatever the hour of the run: a closed centre has one more line above its services. */
const alwaysOpen = (server: Server) =>
  server.deps.db.amend(() => {
    const days = ['1', '2', '3', '4', '5', '6', '7']
    const hours = Object.fromEntries(days.map((day) => [day, { opens: '00:00', closes: '00:00' }]))
    return run(query((db, tables) => db.update(tables.centres).set({ hours })))
  })

const centreOf = async (button: Locator): Promise<[x: number, y: number]> => {
  const box = await button.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

/** How many of these lie under a point, whatever lies above them. */
const under = (things: Locator, [x, y]: [number, number]): Promise<number> =>
  things.evaluateAll(
    (all, [x, y]) =>
      all.filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect()
        return left < x && x < right && top < y && y < bottom
      }).length,
    [x, y] as const,
  )

const waitingIn = async (server: Server): Promise<number> => {
  const { body } = await anyone(server).get('/api/centres/isa-town/board')
  return body.waiting.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
}

/** Where the eye and the finger look for things on the first page. */
const startOf = (page: Page) =>
  page.locator('.language-choice, .foot__wish').evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width } = one.getBoundingClientRect()
      return { says: one.textContent, x, y, width }
    }),
  )

t.test(
  'A double tap on a language takes no ticket, wherever the services come to lie',
  async (t) => {
    const server = await startServer(t)
    await alwaysOpen(server)
    let covered = 0
    for (const size of [sizes.kiosk, sizes.kioskLandscape])
      for (const name of ['English', 'العربية']) {
        const page = await openKiosk(t, server, { touch: true, size })
        const services = page.locator('.service')
        const language = await centreOf(page.getByRole('button', { name }))
        // A double tap is quick: between the two nothing is waited for.
        await page.touchscreen.tap(...language)
        await page.touchscreen.tap(...language)
        await services.first().waitFor()
        covered += await under(services, language)
        // A tap elsewhere is meant: its number is the only one.
        await services.first().tap()
        await page.locator('.issued__digits').waitFor()
        await page.close()
      }
    t.ok(covered > 0, 'a service comes to lie under the finger, or this test means nothing')
    t.equal(await waitingIn(server), 4, 'one ticket each')
    const { body } = await anyone(server).get('/api/centres/isa-town/board')
    t.match(body.waiting[0], { service: 'renew', count: 4 })
  },
)

t.test('By touch, a button of the idle warning acts and nothing behind it does', async (t) => {
  const server = await startServer(t)
  await alwaysOpen(server)
  const page = await openKiosk(t, server, { touch: true })
  const warning = page.getByRole('dialog')
  const services = page.locator('.service')
  await page.clock.install()

  await page.getByRole('button', { name: 'English' }).tap()
  await services.first().waitFor()
  await page.clock.fastForward(WARNED_AFTER_MS)
  const moreTime = await centreOf(warning.getByRole('button', { name: 'I need more time' }))
  t.equal(
    await under(services, moreTime),
    1,
    'a service lies behind it, or this test means nothing',
  )
  // As a hurried finger does it.
  await page.touchscreen.tap(...moreTime)
  await page.touchscreen.tap(...moreTime)
  await warning.waitFor({ state: 'detached' })
  t.ok(await services.first().isVisible(), 'the visit goes on')

  await page.clock.fastForward(WARNED_AFTER_MS)
  await warning.getByRole('button', { name: 'Finish' }).tap()
  await page.locator('.language-choice').first().waitFor()
  await warning.waitFor({ state: 'detached' })
  t.equal(await waitingIn(server), 0, 'no ticket was taken')
})

t.test(
  'A key of the warning acts as well, and a reader’s digits go on with the visit',
  async (t) => {
    const page = await openKiosk(t, await startServer(t))
    const warning = page.getByRole('dialog')
    await page.clock.install()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: /Collect my card/ }).click()

    await page.clock.fastForward(WARNED_AFTER_MS)
    await warning.waitFor()
    await page.keyboard.press('9')
    await warning.waitFor({ state: 'detached' })
    t.ok(await page.getByText('8 digits left').isVisible())

    await page.clock.fastForward(WARNED_AFTER_MS)
    await warning.waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.language-choice').first().waitFor()
    t.pass('“Finish” has ended it')
  },
)

t.test('After a visit the start is as it was, and in both languages', async (t) => {
  const page = await openKiosk(t, await startServer(t), { language: 'ar' })
  await page.locator('.language-choice').first().waitFor()
  const before = await startOf(page)
  t.match(
    before.map(({ says }) => says),
    ['العربية', 'English', /تباين عالٍ.*High contrast/, /نص أكبر.*Larger/, /أخفض.*Lower/],
  )
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Larger text' }).click()
  await page.getByRole('button', { name: 'Start over' }).click()
  await page.locator('.language-choice').first().waitFor()
  t.same(await startOf(page), before)
})

t.test('A kiosk without a printer never says that it prints', async (t) => {
  const server = await startServer(t)
  const admin = await signIn(server, 'admin')
  const { body } = await admin.post('/api/centres/isa-town/devices', {
    kind: 'kiosk',
    name: 'At the door',
  })
  const page = await openPage(t, `${server.url}/kiosk/isa-town#${body.token}`, {
    size: sizes.kiosk,
  })
  await page.getByRole('button', { name: 'English' }).click()
  const said = await page.evaluateHandle<string[]>(WHAT_IS_SAID_OF_THE_SLIP)
  await page.getByRole('button', { name: /Renew card/ }).click()
  await page.getByText('There is no printer here', { exact: false }).waitFor()
  const claims = new Set(await said.jsonValue())
  claims.delete('')
  t.same([...claims], ['There is no printer here. Scan the code, or note your number.'])
})

t.test('Whatever a visitor wishes, all of a step is on the screen', async (t) => {
  // On a closed day, as that has one sentence more.
  const friday = { now: () => Date.UTC(2026, 10, 27, 9) }
  const server = await startServer(t, { clock: friday })
  for (const size of [sizes.kiosk, sizes.kioskLandscape])
    for (const language of ['العربية', 'English']) {
      const page = await openKiosk(t, server, { size })
      await page.getByRole('button', { name: language }).click()
      const wishes = page.locator('.foot__wish')
      const main = page.locator('.kiosk__main')
      const isWhole = () =>
        main.evaluate(
          (one) => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth,
        )
      const at = `${language} at ${size.width}×${size.height}`
      await page.getByText(/المركز مغلق|centre is closed/).waitFor()
      t.ok(await isWhole(), `the services as usual, ${at}`)
      for (const wish of await wishes.all()) await wish.click()
      t.ok(await isWhole(), `the services with all wishes, ${at}`)
      t.ok(await page.getByText(/رسوم البدل|replacement fee/).isVisible(), 'with what to bring')
      await page.locator('.service', { hasText: /Collect|استلام/ }).click()
      await page.locator('.boxes').waitFor()
      t.ok(await isWhole(), `the citizen id, ${at}`)
    }
})

t.test('Between visits the start says when the server is away', async (t) => {
  const server = await startServer(t)
  const page = await openKiosk(t, server)
  await page.locator('.language-choice').first().waitFor()
  await server.close()
  await page.getByText('No connection since', { exact: false }).waitFor()
  t.ok(await page.getByText('انقطع الاتصال', { exact: false }).isVisible())
})
