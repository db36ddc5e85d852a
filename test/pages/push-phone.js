/**
 * Runs in a visitor's page, before its own scripts. Chromium has no push service here, so its
 * PushManager is played: it subscribes with `pushSubscription`, and `phone` says what it was asked.
 * The service worker, its notifications and what is sent to it are real.
 */
{
  const own = globalThis.pushSubscription
  const shown = async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(
      ({ title, body, lang, dir, tag, data, silent }) => ({
        title,
        body,
        lang,
        dir,
        tag,
        id: data.id,
        silent: silent === true,
      }),
    )
  }
  const phone = {
    asked: 0,
    keyBytes: 0,
    isSubscribed: () => localStorage.getItem('subscribed') === 'yes',
    shown,
    kept: async () => (await (await caches.open('dawr-tickets')).keys()).length,
  }
  globalThis.phone = phone

  const ask = Notification.requestPermission.bind(Notification)
  Notification.requestPermission = () => {
    phone.asked += 1
    return ask()
  }
  const subscription = {
    toJSON: () => own,
    unsubscribe: async () => {
      localStorage.removeItem('subscribed')
      return true
    },
  }
  PushManager.prototype.getSubscription = async () => (phone.isSubscribed() ? subscription : null)
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    phone.keyBytes = applicationServerKey.length
    localStorage.setItem('subscribed', 'yes')
    return subscription
  }
}
