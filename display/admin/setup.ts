import { useEffect, useRef, useState } from 'preact/hooks'
import type { CentreSettings, CentreSetup, ServiceSetup } from '../../src/centres/centre.ts'
import type { CounterSetup, CounterState } from '../../src/counters/counter.ts'
import type { Problem } from '../shared/api.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { type Loaded, useLoaded } from '../shared/hooks.ts'
import { askStaff } from '../shared/session.ts'

export type ServiceRow = ServiceSetup & { id: string; ticketsToday: number }
export type CounterRow = CounterSetup & { id: string; state: CounterState }

/** `GET /api/centres/:centre/setup`. */
export interface Setup {
  id: string
  timeZone: string
  centre: Required<CentreSetup>
  settings: CentreSettings
  closed: boolean
  services: ServiceRow[]
  counters: CounterRow[]
  sections: string[]
}

/** What each part of the page works on. */
export interface Part {
  setup: Setup
  /** Reads all of it again. */
  onChanged: () => void
}

export const pathOf = (centreId: string, rest: string): string =>
  `/api/centres/${encodeURIComponent(centreId)}/${rest}`

/** The set-up of a centre, read again whenever the centre says that it has changed. */
export const useSetup = ({ id, setup }: CentreInfo): Loaded<Setup> => {
  const path = pathOf(id, 'setup')
  const loaded = useLoaded(path, (signal) => askStaff<Setup>(path, { signal, retries: 2 }))
  const known = useRef(setup)
  useEffect(() => {
    if (known.current !== setup) loaded.reload()
    known.current = setup
  }, [setup])
  return loaded
}

export const put = <T>(path: string, body: unknown) => askStaff<T>(path, { method: 'PUT', body })

/** What is being filled in, beside what it was when that was begun. */
export interface Draft<T> {
  now: T
  set: <K extends keyof T>(field: K, value: T[K]) => void
  /** Something in it differs from how it stands on the server. */
  isChanged: boolean
  /** Somebody else changed it meanwhile. */
  isOutdated: boolean
  /**
   * Said as it is sent. @returns to be told that it was saved: from then on, what differs from what
   * was sent is a change, and the rest takes what is read back
   */
  sending: () => () => void
  /** Begins anew with how it stands on the server. */
  restart: () => void
  /** Whether its form is still on the page. */
  isHere: { readonly current: boolean }
}

/** What was typed and not saved, as JSON by the form's name: it waits while others are looked at. */
const kept = new Map<string, string>()
const onKept = new Set<() => void>()
const tellKept = (): void => {
  for (const listener of onKept) listener()
}
const keep = (name: string, draft: string): void => {
  const isNew = !kept.has(name)
  kept.set(name, draft)
  if (isNew) tellKept()
}
const drop = (name: string): void => {
  if (kept.delete(name)) tellKept()
}
/** Whether this is what waits there, and nothing was typed since. */
const isKept = (name: string, sent: object): boolean => {
  const draft = kept.get(name)
  return draft !== undefined && JSON.stringify(JSON.parse(draft).now) === JSON.stringify(sent)
}
addEventListener('beforeunload', (event) => {
  if (kept.size > 0) event.preventDefault()
})

/** The names of the forms in which something is typed and not saved. */
export const useUnsaved = (): readonly string[] => {
  const [names, setNames] = useState(() => [...kept.keys()])
  useEffect(() => {
    const listener = () => setNames([...kept.keys()])
    onKept.add(listener)
    listener()
    return () => {
      onKept.delete(listener)
    }
  }, [])
  return names
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Field by field: what was not touched since `begun` takes what stands. */
const merged = <T>(begun: T, now: T, stands: T): T => {
  if (JSON.stringify(now) === JSON.stringify(begun)) return stands
  if (!isRecord(begun) || !isRecord(now) || !isRecord(stands)) return now
  return Object.fromEntries(
    Object.keys({ ...stands, ...now })
      .map((key) => [key, merged(begun[key], now[key], stands[key])])
      .filter(([, value]) => value !== undefined),
  )
}

/**
 * @param stands how it stands on the server, as it is filled in
 * @param name under which it is kept when its form is left unsaved
 */
export const useDraft = <T extends object>(stands: T, name: string): Draft<T> => {
  const [left] = useState((): { begun: T; now: T } => {
    const before = kept.get(name)
    return before === undefined ? { begun: stands, now: stands } : JSON.parse(before)
  })
  const [begun, setBegun] = useState(left.begun)
  const [now, setNow] = useState(left.now)
  /** Saved, and not read back yet: what stood there before is nothing to go by. */
  const [isSaved, setSaved] = useState(false)
  // As typed up to this moment, which the rendering that is shown may not have yet.
  const latest = useRef(now)
  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )
  const become = (next: T): void => {
    latest.current = next
    setNow(next)
  }
  const [then, newer, typed] = [begun, stands, now].map((one) => JSON.stringify(one))
  const base = isSaved ? then : newer
  const newest = useRef({ stands, newer })
  newest.current = { stands, newer }
  /** Goes on from what is read, with what was touched since. */
  const follow = (since: T): void => {
    setSaved(false)
    setBegun(newest.current.stands)
    become(merged(since, latest.current, newest.current.stands))
  }
  const restart = () => {
    // At once: its form may be gone before the next rendering.
    drop(name)
    setSaved(false)
    setBegun(stands)
    become(stands)
  }
  useEffect(() => {
    if (isSaved) return follow(begun)
    const held = JSON.stringify(latest.current)
    // What nobody has touched follows the server.
    if (newer !== then && (held === then || held === newer)) restart()
  }, [newer])
  useEffect(() => {
    if (typed === base) drop(name)
    else keep(name, JSON.stringify({ begun, now }))
  }, [name, typed, base, then])
  return {
    now,
    set: (field, value) => become({ ...latest.current, [field]: value }),
    isChanged: typed !== base,
    isOutdated: !isSaved && newer !== then && typed !== then && typed !== newer,
    sending: () => {
      const sent = latest.current
      return () => {
        if (!isHere.current && isKept(name, sent)) return drop(name)
        // The centre may have told of it before the answer came.
        if (newest.current.newer !== newer) return follow(sent)
        setBegun(sent)
        setSaved(true)
      }
    },
    restart,
    isHere,
  }
}

/** The sentence of a refusal that is about one field, to stand beneath it. */
export const wrongIn = (
  problem: Problem | null,
  field: string,
  ...codes: string[]
): string | undefined =>
  problem && (codes.includes(problem.code) || problem.details?.field === field)
    ? problem.detail
    : undefined
