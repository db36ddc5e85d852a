import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Answer, isPassing, newRequestId } from '../shared/api.ts'
import { remembered } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import type { ScannedCard } from './cards.ts'

/** A scan to the shelves under an id of its own: sent twice, it counts once. */
export interface ShelfScan {
  scanId: string
  place: string
  serial: string
}

const SEND_AGAIN_MS = 2_000
/** The next scan is worth more than a long wait: what is not answered by then is kept. */
const ANSWER_MS = 4_000
/** More than a person scans in an hour without a network. */
const KEPT_MAX = 5_000

/** What this station calls itself in the custody log: made up once, and kept. */
export const stationName = (): string => {
  const known = remembered.get('post-station')
  if (known) return known
  const made = `post-${newRequestId().slice(0, 6)}`
  remembered.set('post-station', made)
  return made
}

const isScan = (one: unknown): one is ShelfScan =>
  typeof one === 'object' && one !== null && 'scanId' in one && 'place' in one && 'serial' in one

const read = (key: string): ShelfScan[] => {
  try {
    const kept: unknown = JSON.parse(remembered.get(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isScan) : []
  } catch {
    // Expected: somebody else's text under our name.
    return []
  }
}

const send = (centreId: string, scan: ShelfScan): Promise<Answer<ScannedCard>> =>
  askStaff(`/api/centres/${encodeURIComponent(centreId)}/scans`, {
    method: 'POST',
    body: { ...scan, device: stationName() },
    timeoutMs: ANSWER_MS,
  })

/** Not now, but later: no way to the server, or nobody signed in at this moment. */
const canWait = (answer: Answer<unknown>): boolean =>
  !answer.ok && (isPassing(answer.problem) || answer.problem.status === 401)

/**
 * Sends scans in the order they were made. While there is no way to the server they are kept on
 * this station, across reloads, and sent when there is one again.
 * @param onSent told of each kept scan when it is answered
 */
export const useKeptScans = (
  centreId: string,
  onSent: (scan: ShelfScan, answer: Answer<ScannedCard>) => void,
) => {
  const key = `post-scans ${centreId}`
  const [kept, setKeptState] = useState(() => read(key))
  const keptRef = useRef(kept)
  const latest = useRef(onSent)
  latest.current = onSent

  const setKept = useCallback(
    (next: ShelfScan[]): void => {
      keptRef.current = next
      remembered.set(key, JSON.stringify(next))
      setKeptState(next)
    },
    [key],
  )

  const isWaiting = kept.length > 0
  useEffect(() => {
    if (!isWaiting) return undefined
    let isOver = false
    let timer: ReturnType<typeof setTimeout>
    const sendAll = async (): Promise<void> => {
      for (let [first] = keptRef.current; first && !isOver; [first] = keptRef.current) {
        const answer = await send(centreId, first)
        if (canWait(answer)) break
        setKept(keptRef.current.slice(1))
        latest.current(first, answer)
      }
      if (!isOver) timer = setTimeout(() => void sendAll(), SEND_AGAIN_MS)
    }
    timer = setTimeout(() => void sendAll(), SEND_AGAIN_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [centreId, isWaiting, setKept])

  return {
    waiting: kept.length,
    /** @returns the answer; null when the scan is kept, in its turn behind those before it. */
    send: async (place: string, serial: string): Promise<SentScan> => {
      const scan = { scanId: newRequestId(), place, serial }
      const isBehind = keptRef.current.length > 0
      const answer = isBehind ? null : await send(centreId, scan)
      if (answer && !canWait(answer)) return { scan, answer }
      if (keptRef.current.length < KEPT_MAX) setKept([...keptRef.current, scan])
      return { scan, answer: null }
    },
  }
}

export interface SentScan {
  scan: ShelfScan
  answer: Answer<ScannedCard> | null
}
