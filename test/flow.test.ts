import { createCanvas, loadImage } from '@napi-rs/canvas'
import decodeQr from 'jsqr'
import type { Locator } from 'playwright-core'
import t from 'tap'
import { openPage, sizes } from './browser.ts'
import { anyone, KIOSK_TOKEN, startServer } from './running.ts'

/** What a phone's camera reads from the screen. */
const scan = async (code: Locator): Promise<string> => {
  const image = await loadImage(await code.screenshot())
  const { width, height } = image
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(image, 0, 0)
  const read = decodeQr.default(context.getImageData(0, 0, width, height).data, width, height)
  if (!read) throw new Error('there is no QR code to be read')
  return read.data
}

/** For the page: when its first call is there, epoch milliseconds. */
const CALL_SHOWN = `new Promise((resolve) => {
  const look = () => document.querySelector('.call__digits') && resolve(Date.now())
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
  look()
})`

t.test('a visit: kiosk, lobby, counter and phone side by side', async (t) => {
  const server = await startServer(t)
  const kiosk = await openPage(t, `${server.url}/kiosk/isa-town#${KIOSK_TOKEN}`, {
    size: sizes.kiosk,
  })
  const lobby = await openPage(t, `${server.url}/lobby/isa-town`, { size: sizes.lobby })
  const counter = await openPage(t, `${server.url}/counter?lang=en`, { size: sizes.counter })

  // The clerk signs in and opens a counter.
  await counter.getByLabel('User name').fill('staff1')
  await counter.getByLabel('Password').fill('demo-dawr')
  await counter.getByRole('button', { name: 'Sign in' }).click()
  await counter.getByRole('button', { name: /^Counter \W?1\b/ }).click()
  await counter.getByRole('button', { name: 'Open the counter' }).click()
  await counter.getByText('Nobody waits for you now').first().waitFor()

  // The visitor chooses a language and a service: two presses.
  await kiosk.getByRole('button', { name: 'English' }).click()
  t.notOk(kiosk.url().includes(KIOSK_TOKEN), 'the token does not stay in the address')
  await kiosk.getByRole('button', { name: /Renew card/ }).click()
  await kiosk.getByText('A-001').waitFor()
  const link = await scan(kiosk.locator('.issued__qr'))
  t.match(link, /\/t\/[\w-]+#[\w-]+$/)
  await kiosk.getByText('Take your slip', { exact: false }).waitFor()

  const phone = await openPage(t, `${link}`, { size: sizes.phone })
  await phone.getByText('A-001').first().waitFor()

  // The call is seen in the hall and on the phone.
  // A press that comes right after a change is taken for a double press and ignored, so the clerk
  // waits until the key is there again, and presses it once.
  const space = async (from: RegExp, to: RegExp) => {
    await counter.getByRole('button', { name: from, disabled: false }).waitFor()
    await counter.keyboard.press('Space')
    await counter.getByRole('button', { name: to, disabled: false }).waitFor()
  }
  const shown = lobby.evaluate<number>(CALL_SHOWN)
  await space(/Call next/, /Start serving/)
  const { calls } = (await anyone(server).get('/api/centres/isa-town/board')).body
  const tookMs = (await shown) - Date.parse(calls[0].at)
  t.ok(tookMs < 1000, `the lobby shows the call within a second: ${tookMs} ms`)
  await Promise.all([
    counter.getByText('A-001').first().waitFor(),
    lobby.locator('.call__digits', { hasText: 'A-001' }).waitFor(),
    phone.getByText('It is your turn', { exact: false }).first().waitFor(),
  ])
  await space(/Start serving/, /Finish/)
  await space(/Finish/, /Call next/)
  await phone.getByText('Thank you', { exact: false }).first().waitFor()
  t.pass('the visit is done')
})
