import t from 'tap'
import type { CentreInfo } from '../../display/shared/centre.ts'
import { openPage, sizes } from '../browser.ts'
import { startServer } from '../running.ts'
import { openKiosk } from './kiosk-page.ts'

const server = await startServer(t)
const page = await openPage(t, 'about:blank', { size: sizes.kioskLandscape, touch: true })
await page.emulateMedia({ reducedMotion: 'reduce' })

/** The services that have much to bring; the others have little. */
let long: readonly string[] = []
await page.route('**/api/centres/isa-town', async (route) => {
  const answer = await route.fetch()
  const centre = (await answer.json()) as CentreInfo
  const services = centre.services.map((service) => {
    const times = long.includes(service.id) ? 60 : 1
    const requirements = { ar: 'أصل البطاقة. '.repeat(times), en: 'The card. '.repeat(times) }
    return { ...service, requirements }
  })
  await route.fulfill({ response: answer, json: { ...centre, services } })
})

/** Which names of services can be read whole. */
const namesInView = (): Promise<boolean[]> =>
  page.locator('.service__name').evaluateAll((all) =>
    all.map((one) => {
      const list = one.closest('main')?.getBoundingClientRect()
      const { top, bottom } = one.getBoundingClientRect()
      return list !== undefined && top >= list.top && bottom <= list.bottom
    }),
  )
const rest = page.locator('.rest button')
const isDown = async (): Promise<boolean> => /↓/.test((await rest.textContent()) ?? '')
/** Presses it; what it says afterwards is told with the frame in which the list has moved. */
const turn = async () => {
  await rest.tap()
  await page.evaluate('new Promise((next) => requestAnimationFrame(() => setTimeout(next)))')
}

for (const [language, says] of [
  ['العربية', { services: 'خدمات أخرى', more: 'المزيد', first: 'أول القائمة', top: 'إلى الأعلى' }],
  [
    'English',
    { services: 'More services', more: 'More', first: 'Back to the first', top: 'To the top' },
  ],
] as const) {
  const openWith = async (...services: string[]) => {
    long = services
    await openKiosk(page, server)
    await page.locator('.language-choice', { hasText: language }).tap()
    await page.locator('.service__name').first().waitFor()
  }
  /** The words of the button, without its arrow. */
  const waitFor = (words: string) =>
    page.locator('.rest button', { hasText: new RegExp(`^[↓↑]${words}$`) }).waitFor()

  t.test(`More services are promised only where there are more: ${language}`, async (t) => {
    await openWith()
    t.same(new Set(await namesInView()), new Set([true]))
    t.equal(await rest.count(), 0, 'nothing, where all of it fits')

    await openWith('renew', 'biometrics')
    await waitFor(says.services)
    t.equal((await namesInView()).at(-1), false, 'the last service is further down')
    while ((await namesInView()).at(-1) === false) await turn()
    while (await isDown()) {
      await waitFor(says.more)
      await turn()
    }
    await waitFor(says.first)
    t.equal((await namesInView())[0], false, 'the first service is further up')
    await turn()
    await waitFor(says.services)
    t.equal((await namesInView())[0], true)
  })

  t.test(`The rest of a text alone is not called services: ${language}`, async (t) => {
    await openWith('biometrics')
    await waitFor(says.more)
    t.same(new Set(await namesInView()), new Set([true]), 'every service is on the screen')
    while (await isDown()) await turn()
    const isFirstInView = (await namesInView())[0]
    await waitFor(isFirstInView ? says.top : says.first)
  })
}
