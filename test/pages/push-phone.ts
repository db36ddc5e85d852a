import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import type { Subscription } from '../../src/notices/push.ts'
import { openPage, sizes } from '../browser.ts'
import type { Server } from '../running.ts'
import { until } from '../until.ts'

/** A notification as the phone shows it. */
interface Shown {
  title: string
  body: string
  lang: string
  dir: string
  tag: string
  id: string
  silent: boolean
}
declare global {
  /** See push-phone.js. */
  var phone: {
    /** How often permission was asked for, and how long the key was that was subscribed with. */
    asked: number
    keyBytes: number
    isSubscribed(): boolean
    shown(): Promise<Shown[]>
    /** For how many tickets the browser keeps a secret. */
    kept(): Promise<number>
  }
  var pushSubscription: Subscription
}

/** A phone that may show notifications, with no ticket open yet. */
export const givenPhone = async (
  t: Test,
  server: Server,
  subscription: Subscription,
): Promise<Page> => {
  const page = await openPage(t, `${server.url}/card`, { size: sizes.phone, isWhole: true })
  await page.context().grantPermissions(['notifications'], { origin: server.url })
  await page.addInitScript((own) => {
    globalThis.pushSubscription = own
  }, subscription)
  await page.addInitScript({ path: resolve(import.meta.dirname, 'push-phone.js') })
  return page
}

/** Hands the service worker of a page what a push service would. */
export const givenDelivery = async (page: Page, origin: string) => {
  const cdp = await page.context().newCDPSession(page)
  const registered = new Promise<string>((found) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const one = registrations.find(({ scopeURL }) => scopeURL === `${origin}/t/`)
      if (one) found(one.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  return async (payload: object): Promise<void> => {
    const data = JSON.stringify(payload)
    await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
  }
}

/** The notifications once one of this id is there. */
export const shownWith = async (page: Page, id: string, silent = false): Promise<Shown[]> => {
  // One that takes the place of another is nowhere for a moment.
  return until(
    () => page.evaluate(() => globalThis.phone.shown()),
    (all) => all.some((one) => one.id === id && one.silent === silent),
  )
}

/**
 * Presses the notification that is shown. Only a person's own press may open a window or bring one
 * to the front, so these two are played.
 * @returns the address that is opened, or `focus`
 */
export const pressShown = async (page: Page): Promise<string> => {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('the page has no service worker')
  // One that takes the place of another is nowhere for a moment.
  return worker.evaluate(`
    const shown = async () => {
      for (;;) {
        const [notification] = await registration.getNotifications()
        if (notification) return notification
        await new Promise((again) => setTimeout(again, 20))
      }
    }
    shown().then((notification) => new Promise((resolve) => {
      clients.openWindow = async (url) => resolve(url)
      WindowClient.prototype.focus = async () => resolve('focus')
      dispatchEvent(new NotificationEvent('notificationclick', { notification }))
    }))
  `)
}
