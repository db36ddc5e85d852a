import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { readCode } from '../../src/cards/card.ts'
import type { PickView, PostView } from '../../src/live/events.ts'
import type { Answer, Problem } from '../shared/api.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { soundBad, soundGood } from '../shared/sound.ts'
import { findCards, freeSlotNear, type ScannedCard } from './cards.ts'
import { usePostTexts } from './texts.ts'
import { HELD_MAX_MS, type Held, heldNow, type Meaning, understand } from './understand.ts'

/** What a scan came to, as large as a person in motion reads it. */
export interface Outcome {
  id: number
  tone: 'good' | 'bad' | 'hold'
  title: string
  code: string
  details: string[]
}

const SHOWN_MAX = 5
/** Writes that may be repeated without harm are, when no answer came. */
const REPEATS = 2

const warningKeys = {
  already_there: 'warn_already_there',
  was_expected: 'warn_was_expected',
  was_missing: 'warn_was_missing',
  blocked: 'warn_blocked',
} as const

const isWarning = (word: string): word is keyof typeof warningKeys => word in warningKeys

interface BenchOptions {
  centreId: string
  view: PostView | undefined
  receiving: string | null
}

/** The page's scans, one after another: each is answered with words, colour and sound. */
export const useBench = ({ centreId, view, receiving }: BenchOptions) => {
  const text = usePostTexts()
  const [outcomes, setOutcomes] = useState<Outcome[]>([])
  const [held, setHeldState] = useState<Held | null>(null)
  const heldRef = useRef<Held | null>(null)
  const [pending, setPending] = useState(0)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const ordinal = useRef(0)
  const lastPlace = useRef<string | null>(null)
  const now = useRef({ view, receiving, text })
  now.current = { view, receiving, text }

  const setHeld = useCallback((next: Held | null): void => {
    heldRef.current = next
    setHeldState(next)
  }, [])
  const tell = useCallback((outcome: Omit<Outcome, 'id'>): number => {
    ordinal.current += 1
    const id = ordinal.current
    setOutcomes((before) => [{ ...outcome, id }, ...before].slice(0, SHOWN_MAX))
    if (outcome.tone === 'good') soundGood()
    if (outcome.tone === 'bad') soundBad()
    return id
  }, [])
  const addTo = useCallback((id: number, details: string[]): void => {
    setOutcomes((before) =>
      before.map((one) =>
        one.id === id ? { ...one, details: [...one.details, ...details] } : one,
      ),
    )
  }, [])

  /** Half a pair goes stale: what comes next is understood on its own. */
  useEffect(() => {
    if (!held) return undefined
    const timer = setTimeout(() => setHeld(null), HELD_MAX_MS)
    return () => clearTimeout(timer)
  }, [held, setHeld])

  const failed = useCallback(
    (code: string, problem: Problem, isRepeated: boolean, place?: string): void => {
      const isSilent = problem.code === 'unreachable' || problem.code === 'timed_out'
      const hint = isSilent ? [now.current.text(isRepeated ? 'notSaved' : 'unsure')] : []
      const where = place === undefined ? [] : [isolate(place)]
      tell({ tone: 'bad', title: problem.detail, code, details: [...where, ...hint] })
    },
    [tell],
  )

  /** What a held card has to say of itself: where it is recorded, where there is room. */
  const describeHeld = useCallback(
    async (id: number, serial: string): Promise<void> => {
      const words = now.current.text
      const pick = now.current.view?.picks.find((one) => one.serial === serial)
      if (pick?.state === 'cancelled')
        return addTo(id, [words('putBackTo', { place: isolate(pick.place) })])
      const answer = await findCards(centreId, { serial })
      if (!answer.ok) return
      const card = answer.value.cards[0]
      if (!card) return addTo(id, [words('cardUnknown')])
      if (card.place !== null) return addTo(id, [words('isAt', { place: isolate(card.place) })])
      const free = lastPlace.current && (await freeSlotNear(centreId, lastPlace.current))
      if (free) addTo(id, [words('freeSlot', { place: isolate(free) })])
    },
    [addTo, centreId],
  )

  const shelve = useCallback(
    async (place: string, serial: string): Promise<void> => {
      setHeld(null)
      const words = now.current.text
      const answer = await askStaff<ScannedCard>(
        `/api/centres/${encodeURIComponent(centreId)}/scans`,
        { method: 'POST', body: { place, serial }, retries: REPEATS },
      )
      if (!answer.ok) return failed(serial, answer.problem, true, place)
      lastPlace.current = place
      const warnings = answer.value.warnings.filter(isWarning)
      const details = [serial, ...warnings.map((word) => words(warningKeys[word]))]
      tell({ tone: 'good', title: words('shelved'), code: place, details })
    },
    [centreId, failed, setHeld, tell],
  )

  const fetchPick = useCallback(
    async (pick: Pick<PickView, 'id' | 'number' | 'serial' | 'counter'>): Promise<void> => {
      const words = now.current.text
      const answer = await askStaff<PickView>(`/api/picks/${encodeURIComponent(pick.id)}/picked`, {
        method: 'POST',
        body: {},
        retries: REPEATS,
      })
      if (!answer.ok) return failed(pick.serial, answer.problem, true)
      const { counter, number, serial } = answer.value
      const where =
        counter === null ? words('keepReady') : words('toCounter', { counter: isolate(counter) })
      const title = words('fetched', { number: isolate(number) })
      tell({ tone: 'good', title, code: serial, details: [where] })
    },
    [failed, tell],
  )

  const receive = useCallback(
    async (manifest: string, serial: string): Promise<void> => {
      const words = now.current.text
      // Never repeated by itself: a second receipt of the same card is recorded as a duplicate.
      const answer: Answer<{ outcome: 'received' | 'surplus' | 'duplicate' }> = await askStaff(
        `/api/manifests/${encodeURIComponent(manifest)}/receive`,
        { method: 'POST', body: { serial } },
      )
      if (!answer.ok) return failed(serial, answer.problem, false)
      const { outcome } = answer.value
      const tone = outcome === 'received' ? 'good' : 'bad'
      tell({ tone, title: words(outcome), code: serial, details: [] })
    },
    [failed, tell],
  )

  const carryOut = useCallback(
    async (meaning: Meaning): Promise<void> => {
      const words = now.current.text
      switch (meaning.do) {
        case 'hold': {
          const { kind, code } = meaning.held
          setHeld(meaning.held)
          const title = words(kind === 'card' ? 'holdCard' : 'holdPlace')
          const id = tell({ tone: 'hold', title, code, details: [] })
          // Not waited for: the next scan is worth more.
          if (kind === 'card') void describeHeld(id, code)
          return
        }
        case 'shelve':
          return shelve(meaning.place, meaning.serial)
        case 'fetch':
          return fetchPick({ ...meaning, id: meaning.pick })
        case 'receive':
          return receive(meaning.manifest, meaning.serial)
        case 'refuse': {
          const hint = meaning.why === 'not_a_slot' ? 'notASlotHint' : 'placeInDeliveryHint'
          tell({
            tone: 'bad',
            title: words(meaning.why),
            code: meaning.code,
            details: [words(hint)],
          })
          return
        }
      }
      meaning satisfies never
    },
    [describeHeld, fetchPick, receive, setHeld, shelve, tell],
  )

  const inTurn = useCallback((work: () => Promise<void>): void => {
    setPending((count) => count + 1)
    queue.current = queue.current.then(work).finally(() => setPending((count) => count - 1))
  }, [])

  const scan = useCallback(
    (scanned: string): void =>
      inTurn(async () => {
        const code = readCode(scanned)
        if (code === null) return
        const { view: seen, receiving: delivery } = now.current
        await carryOut(
          understand(code, {
            held: heldRef.current,
            picks: seen?.picks ?? [],
            sections: seen?.sections.map(({ section }) => section) ?? [],
            receiving: delivery,
            nowMs: performance.now(),
          }),
        )
      }),
    [carryOut, inTurn],
  )

  return {
    outcomes,
    held: heldNow({ held, nowMs: performance.now() }),
    isBusy: pending > 0,
    scan,
    /** Says that a pick's card is in hand, by button. */
    fetched: (pick: PickView): void => inTurn(() => fetchPick(pick)),
    tell,
    failed,
    drop: (): void => {
      setHeld(null)
      setOutcomes((before) => before.filter(({ tone }) => tone !== 'hold'))
    },
  }
}

export type Bench = ReturnType<typeof useBench>
