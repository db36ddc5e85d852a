import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Answer, isPassing, newRequestId } from '../shared/api.ts'
import { remembered } from '../shared/i18n.ts'
import { type MadeScan, type Said, sendScan } from './scan-sending.ts'

const SEND_AGAIN_MS = 2_000
/** More than a person scans in an hour without a network. */
const KEPT_MAX = 5_000

const isScan = (one: unknown): one is MadeScan =>
  typeof one === 'object' && one !== null && 'scanId' in one && 'serial' in one

const read = (key: string): MadeScan[] => {
  try {
    const kept: unknown = JSON.parse(remembered.get(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isScan) : []
  } catch {
    // Expected: somebody else's text under our name.
    return []
  }
}

/** Not now, but later: no way to the server, or nobody signed in at this moment. */
export const canWait = (answer: Answer<unknown>): boolean =>
  !answer.ok && (isPassing(answer.problem) || answer.problem.status === 401)

/**
 * Sends scans in the order they were made. While there is no way to the server they are kept on
 * this station, across reloads, and sent when there is one again.
 * @param onSent told of each kept scan when it is answered
 */
export const useKeptScans = (
  centreId: string,
  onSent: (scan: MadeScan, answer: Answer<Said>) => void,
) => {
  const key = `post-scans ${centreId}`
  const [kept, setKeptState] = useState(() => read(key))
  const keptRef = useRef(kept)
  const latest = useRef(onSent)
  latest.current = onSent

  const setKept = useCallback(
    (next: MadeScan[]): void => {
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
        const answer = await sendScan(centreId, first)
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
    /** Whether any wait at this moment, between two renderings too. */
    isKeeping: useCallback(() => keptRef.current.length > 0, []),
    /** @returns the answer; null when the scan is kept, in its turn behind those before it. */
    send: async (made: Omit<MadeScan, 'scanId'>): Promise<SentScan> => {
      const scan = { ...made, scanId: newRequestId() }
      const isBehind = keptRef.current.length > 0
      const answer = isBehind ? null : await sendScan(centreId, scan)
      if (answer && !canWait(answer)) return { scan, answer }
      if (keptRef.current.length < KEPT_MAX) setKept([...keptRef.current, scan])
      return { scan, answer: null }
    },
  }
}

export interface SentScan {
  scan: MadeScan
  answer: Answer<Said> | null
}
