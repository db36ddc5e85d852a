import { useEffect, useState } from 'preact/hooks'
import { Both } from './both.tsx'
import { clockTime, isolate, type Language, sharedIn, useLanguage } from './i18n.ts'
import { useConnection } from './live-hooks.ts'

const LOST_SHOWN_AFTER_MS = 1_500

/**
 * Nothing while views come in; a quiet mark with "since when" once they do not.
 * @param timeZone the centre's; null while it is not known, and then no time is said; left out where
 *   the browser stands in the centre
 * @param asOf when that was known which is shown, where nothing has come in since the page was opened
 * @param both for a screen that speaks to everybody at once
 */
export const ConnectionMark = (props: {
  timeZone?: string | null
  asOf?: Date | undefined
  both?: boolean
}) => {
  const language = useLanguage()
  const { timeZone, asOf, both } = props
  const { state, since } = useConnection()
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    setShown(false)
    if (state === 'connected') return undefined
    const timer = setTimeout(() => setShown(true), LOST_SHOWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [state])
  const sentence = (which: Language): string => {
    const shared = sharedIn(which)
    if (state !== 'lost' && !asOf) return shared('connecting')
    if (timeZone === null) return shared('connectionLostOnce')
    if (asOf) return shared('knownAsOf', { at: isolate(clockTime(asOf, timeZone)) })
    const key = both ? 'connectionLostShort' : 'connectionLost'
    return shared(key, { since: isolate(clockTime(since, timeZone)) })
  }
  return (
    <span class="connection-place" role="status">
      {(asOf ?? (isShown && state !== 'connected')) && (
        <span class="connection">
          <span class="connection__dot" aria-hidden="true" />
          {both ? <Both text={{ ar: sentence('ar'), en: sentence('en') }} /> : sentence(language)}
        </span>
      )}
    </span>
  )
}
