import { useEffect } from 'preact/hooks'
import type { Outcome, Words } from './outcomes.ts'
import type { MadeScan } from './scan-sending.ts'

/** How a work answers a scan. */
export interface Say {
  tell: (outcome: Omit<Outcome, 'id'>) => number
  /** Sends a scan and says what became of it; it is kept while there is no way to the server. */
  send: (scan: Omit<MadeScan, 'scanId'>) => Promise<void>
  /** Whether scans wait for a way to the server. */
  isKeeping: () => boolean
}

/** Work with a meaning of its own for every scan on the page, as long as its tab is open. */
export interface Work {
  /** Another key is another work: what was said before is forgotten. */
  key: string
  /** What is going on, above the scans. */
  banner: Words
  idle: Words
  hint: Words
  scan: (code: string, say: Say) => Promise<void>
  /** One of its scans was taken. */
  noted: () => void
  end: () => void
}

export type OnWork = (work: Work | null) => void

/** Gives the page's scans to a work until it changes or its tab is left; null gives them back. */
export const useWork = (onWork: OnWork, work: Work | null): void => {
  useEffect(() => {
    onWork(work)
    return () => onWork(null)
  }, [onWork, work])
}
