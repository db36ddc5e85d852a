import { useEffect, useRef, useState } from 'preact/hooks'
import type { BoardView } from '../../src/live/events.ts'
import { ask } from '../shared/api.ts'
import { useLoaded } from '../shared/hooks.ts'
import { remembered } from '../shared/i18n.ts'
import { live, type Refused } from '../shared/live.ts'
import { createNews } from './announce.ts'
import { type Announcer, createAnnouncer } from './announcer.ts'
import { type SoundSettings, settingsFrom } from './sound-settings.ts'

const HIGHLIGHT_MS = 9_000

export interface Sound {
  show: Announcer['show']
  tryOut: () => void
  isMuted: boolean
  settings: SoundSettings
  setSettings: (settings: SoundSettings) => void
}

/** Null where this browser can make no sound at all: the screen shows its calls all the same. */
const announcerWith = (settings: SoundSettings): Announcer | null => {
  try {
    return createAnnouncer(settings)
  } catch {
    // Expected: a browser without Web Audio, or one that gives no context out.
    return null
  }
}

/** The voice, as it is set on this screen, and whether it is muted; any touch or key lets it sound. */
export const useSound = (centre: string): Sound => {
  const key = `dawr-lobby-sound-${centre}`
  const announcer = useRef<Announcer | null>(null)
  const [isMuted, setMuted] = useState(false)
  const [settings, keepSettings] = useState(() => settingsFrom(remembered.get(key)))
  const first = useRef(settings)
  useEffect(() => {
    const made = announcerWith(first.current)
    announcer.current = made
    if (!made) {
      setMuted(true)
      return undefined
    }
    const changed = () => setMuted(made.isMuted())
    made.onChange(changed)
    made.unlock()
    changed()
    addEventListener('pointerdown', made.unlock)
    addEventListener('keydown', made.unlock)
    return () => {
      removeEventListener('pointerdown', made.unlock)
      removeEventListener('keydown', made.unlock)
      made.close()
    }
  }, [])
  return {
    show: (calls, news) => announcer.current?.show(calls, news),
    tryOut: () => announcer.current?.tryOut(),
    isMuted,
    settings,
    setSettings(next) {
      keepSettings(next)
      remembered.set(key, JSON.stringify(next))
      announcer.current?.setSettings(next)
    },
  }
}

/** The board as it is now, and which of its calls are news for a few seconds. */
export const useBoard = (
  centre: string,
  onBoard: Announcer['show'],
): { board: BoardView | undefined; fresh: ReadonlySet<string>; refused: Refused | undefined } => {
  const [board, setBoard] = useState<BoardView | undefined>(undefined)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const [refused, setRefused] = useState<Refused | undefined>(undefined)
  const announce = useRef(onBoard)
  announce.current = onBoard
  useEffect(() => {
    const newsIn = createNews()
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const highlight = (ids: readonly string[]): void => {
      setFresh((before) => new Set([...before, ...ids]))
      const timer = setTimeout(() => {
        timers.delete(timer)
        setFresh((before) => new Set([...before].filter((id) => !ids.includes(id))))
      }, HIGHLIGHT_MS)
      timers.add(timer)
    }
    const stop = live.watch('board', centre, {
      onRefused: setRefused,
      onView: (view, isFirstAfterConnect) => {
        setBoard(view)
        const news = newsIn(view.calls, isFirstAfterConnect)
        announce.current(view.calls, news)
        if (news.length > 0) highlight(news.map((call) => call.id))
      },
    })
    return () => {
      stop()
      for (const timer of timers) clearTimeout(timer)
    }
  }, [centre])
  return { board, fresh, refused }
}

/** Which of `count` things is shown now, each for `everyMs`. */
export const useTurn = (count: number, everyMs: number): number => {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (count < 2) return undefined
    const timer = setInterval(() => setTurn((now) => (now + 1) % count), everyMs)
    return () => clearInterval(timer)
  }, [count, everyMs])
  return count === 0 ? 0 : turn % count
}

/**
 * The same where a thing may take several turns, one for each of its parts: how many, the screen
 * says once it has measured what is shown.
 */
export const useTurnOfParts = (
  count: number,
  everyMs: number,
): { turn: number; part: number; onParts: (parts: number) => void } => {
  const [now, setNow] = useState({ turn: 0, part: 0 })
  const parts = useRef(1)
  useEffect(() => {
    const timer = setInterval(
      () =>
        setNow(({ turn, part }) =>
          part + 1 < parts.current
            ? { turn, part: part + 1 }
            : { turn: (turn + 1) % Math.max(1, count), part: 0 },
        ),
      everyMs,
    )
    return () => clearInterval(timer)
  }, [count, everyMs])
  return {
    turn: count === 0 ? 0 : now.turn % count,
    part: now.part,
    onParts: (measured) => {
      parts.current = measured
    },
  }
}

const CODE_AGAIN_MS = 60_000

/** The short-lived code that lets phones in the hall join; undefined where there is none. */
export const useJoinCode = (centre: string, token: string | null): string | undefined => {
  const { value } = useLoaded(
    `join-code ${centre}`,
    async (signal) =>
      token === null
        ? { ok: true, status: 204, value: null }
        : ask<{ code: string; expiresAt: string } | null>(
            `/api/centres/${encodeURIComponent(centre)}/join-code`,
            { bearer: token, signal },
          ),
    token === null ? 0 : CODE_AGAIN_MS,
  )
  return value?.code
}
