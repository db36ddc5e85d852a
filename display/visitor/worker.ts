import { useEffect } from 'preact/hooks'
import workerUrl from './ticket-worker.ts?worker&url'

/** The service worker of the tickets' pages: it opens them without a way to the server, and shows calls. */
export const SCOPE = '/t/'
const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker

export const registerWorker = async (): Promise<void> => {
  await workers?.register(workerUrl, { scope: SCOPE })
}

/** From the first on: what is said before anybody listens is said to nobody. */
const released = new Promise<void>((known) => {
  workers?.addEventListener('message', () => known())
})

/** Lets the page be opened without a way to the server, once it is known to be a ticket's. */
export const useWorker = (isWanted: boolean): void => {
  useEffect(() => {
    // A browser that wants none has the page with a connection, as before.
    if (isWanted) void registerWorker().catch(() => undefined)
  }, [isWanted])
}

/** A page that was opened as it was kept gives way to a newer release, but drops no wish for it. */
export const useNewRelease = (isBusy: boolean): void => {
  useEffect(() => {
    if (isBusy) return undefined
    let isLeft = false
    void released.then(() => {
      if (!isLeft) location.reload()
    })
    return () => {
      isLeft = true
    }
  }, [isBusy])
}
