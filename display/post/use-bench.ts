import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { readCode } from '../../src/cards/card.ts'
import type { CardView } from '../../src/cards/card.view.ts'
import type { PickView, PostView, TicketView } from '../../src/live/events.ts'
import type { Answer, Problem } from '../shared/api.ts'
import { isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { isSilent } from '../shared/staff-fading.ts'
import { stationName } from '../shared/station.ts'
import { cardsIn, findCards, freeSlotNear } from './cards.ts'
import { useOutcomes, type Words } from './outcomes.ts'
import type { MadeScan, Said } from './scan-sending.ts'
import { saidOfNoPick, saidOfPick } from './ticket-said.ts'
import {
  type Codes,
  HELD_MAX_MS,
  type Held,
  heldNow,
  type Meaning,
  mayBeShelved,
  understand,
} from './understand.ts'
import { useKeptScans } from './use-kept-scans.ts'
import { usePicksOver } from './use-picks-over.ts'
import type { Work } from './work.ts'

/** Writes that may be repeated without harm are, when no answer came. */
const REPEATS = 2

/** Refusals of the slot alone: the card in hand only needs another one. */
const slotRefusals = ['place_full', 'unknown_place', 'not_a_slot']

const said =
  ({ detail }: Problem): Words =>
  () =>
    detail

interface BenchOptions {
  centreId: string
  view: PostView | undefined
  codes: Codes
  receiving: string | null
  /** The work that scans belong to, when it is not the shelves'. */
  work: Work | null
}

/** The page's scans, one after another: each is answered with words, colour and sound. */
export const useBench = ({ centreId, view, codes, receiving, work }: BenchOptions) => {
  const { outcomes, tell, addTo, amend, correct, settle, forget } = useOutcomes()
  const [held, setHeldState] = useState<Held | null>(null)
  const heldRef = useRef<Held | null>(null)
  const [pending, setPending] = useState(0)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const lastPlace = useRef<string | null>(null)
  const now = useRef({ view, codes, receiving, work })
  now.current = { view, codes, receiving, work }

  const setHeld = useCallback((next: Held | null): void => {
    heldRef.current = next
    setHeldState(next)
  }, [])

  /** Half a pair goes stale: what comes next is understood on its own. */
  useEffect(() => {
    if (!held) return undefined
    const timer = setTimeout(() => setHeld(null), HELD_MAX_MS)
    return () => clearTimeout(timer)
  }, [held, setHeld])

  // Each kind of work has its own answers: what was said in one is not true in the other.
  useEffect(() => {
    setHeld(null)
    forget(() => true)
  }, [receiving, work?.key, setHeld, forget])

  // A card that was handed over or put back is nothing to keep at hand.
  const putDown = useCallback(
    (isOver: (pick: string) => boolean): void =>
      settle(({ pick }) => pick !== undefined && isOver(pick)),
    [settle],
  )
  usePicksOver(view, putDown)

  const failed = useCallback(
    (code: string, problem: Problem): number => {
      const details: Words[] = isSilent(problem) ? [(text) => text('notSaved')] : []
      return tell({ tone: 'bad', title: said(problem), code, details, problem })
    },
    [tell],
  )

  /** Where a card goes whose slot cannot be used, large: the nearest free slot, or none here. */
  const suggestSlot = useCallback(
    async (id: number, near: string, serial: string): Promise<void> => {
      const { view: seen, codes: known } = now.current
      if (known.quarantine.has(near)) {
        const other = seen?.quarantine.find(({ cards, capacity }) => cards < capacity)?.place
        return addTo(id, (text) =>
          other === undefined
            ? text('noFreeQuarantine')
            : text('freeQuarantine', { place: isolate(other) }),
        )
      }
      const elsewhere = lastPlace.current ?? seen?.sections[0]?.section
      const free =
        (await freeSlotNear(centreId, near, serial)) ??
        (elsewhere === undefined ? null : await freeSlotNear(centreId, elsewhere, serial))
      if (free === null) return addTo(id, (text) => text('noFreeSlot'))
      amend(id, { suggested: free })
    },
    [addTo, amend, centreId],
  )

  /** What a held card has to say of itself: whether it may be shelved, where it is, where is room. */
  const describeHeld = useCallback(
    async (id: number, serial: string): Promise<void> => {
      const pick = now.current.view?.picks.find((one) => one.serial === serial)
      if (pick?.state === 'cancelled')
        return addTo(id, (text) => text('putBackTo', { place: isolate(pick.place) }))
      const answer = await findCards(centreId, { serial })
      if (!answer.ok) return
      const card = answer.value.cards[0]
      if (!card || !mayBeShelved(card.state)) {
        // Its slot was scanned already: then the server refuses it, as loudly.
        if (heldRef.current?.code !== serial) return
        setHeld(null)
        const title: Words = (text) =>
          card ? text('notShelvable', { state: text(`state_${card.state}`) }) : text('cardUnknown')
        const hint: Words = (text) => text(card ? 'notShelvableHint' : 'cardUnknownHint')
        return correct(id, { tone: 'bad', title, code: serial, details: [hint] })
      }
      const { place, state } = card
      if (place !== null && state === 'damaged')
        return addTo(id, (text) => text('inQuarantineAt', { place: isolate(place) }))
      if (place !== null) return addTo(id, (text) => text('isAt', { place: isolate(place) }))
      if (state === 'wrong_centre') addTo(id, (text) => text('warn_was_sent'))
      const near = lastPlace.current ?? now.current.view?.sections[0]?.section
      const free = near === undefined ? null : await freeSlotNear(centreId, near, serial)
      if (free) addTo(id, (text) => text('freeSlot', { place: isolate(free) }))
    },
    [addTo, centreId, correct, setHeld],
  )

  /** What a held slot has to say of itself: that it is empty, what lies in it, or that it is none. */
  const describeSlot = useCallback(
    async (id: number, place: string): Promise<void> => {
      const quarantine = now.current.view?.quarantine.find((one) => one.place === place)
      if (quarantine) return addTo(id, (text) => text('quarantineHolds', { ...quarantine }))
      const answer = await cardsIn(centreId, place)
      if (!answer.ok) {
        if (isSilent(answer.problem) || heldRef.current?.code !== place) return
        setHeld(null)
        return correct(id, { tone: 'bad', title: said(answer.problem), code: place, details: [] })
      }
      const serials = answer.value.cards.map(({ serial }) => isolate(serial)).join(' ')
      addTo(id, (text) => (serials === '' ? text('slotEmpty') : text('slotHolds', { serials })))
    },
    [addTo, centreId, correct, setHeld],
  )

  /** What became of a scan: at once, or when it was sent later. */
  const tellSent = useCallback(
    ({ serial, place, sheet }: MadeScan, answer: Answer<Said>): number => {
      if (answer.ok) {
        if (sheet) now.current.work?.noted()
        return tell(answer.value)
      }
      const id = failed(serial, answer.problem)
      // A full slot is named in the sentence itself.
      if (place !== undefined && answer.problem.code !== 'place_full')
        addTo(id, () => isolate(place))
      return id
    },
    [addTo, failed, tell],
  )
  const kept = useKeptScans(centreId, tellSent)
  const { send, isKeeping } = kept

  const sendOff = useCallback(
    async (
      made: Omit<MadeScan, 'scanId'>,
    ): Promise<{ id: number; answer: Answer<Said> | null }> => {
      const { scan, answer } = await send(made)
      if (answer) return { id: tellSent(scan, answer), answer }
      const { serial, place } = made
      const title: Words = (text) => text('scanKept')
      const details: Words[] = place === undefined ? [] : [() => serial]
      return { id: tell({ tone: 'told', title, code: place ?? serial, details }), answer }
    },
    [send, tell, tellSent],
  )

  const shelve = useCallback(
    async (place: string, serial: string): Promise<void> => {
      setHeld(null)
      const { id, answer } = await sendOff({ place, serial })
      // What is near a place of quarantine is no slot for the next card.
      if (answer?.ok) {
        if (!now.current.codes.quarantine.has(place)) lastPlace.current = place
      } else if (answer && slotRefusals.includes(answer.problem.code)) {
        setHeld({ kind: 'card', code: serial, atMs: performance.now() })
        void suggestSlot(id, place, serial)
      }
    },
    [sendOff, setHeld, suggestSlot],
  )

  const undo = useCallback(
    async (scanId: string): Promise<void> => {
      const scan = encodeURIComponent(scanId)
      const answer = await askStaff<CardView>(
        `/api/centres/${encodeURIComponent(centreId)}/scans/${scan}/undo`,
        { method: 'POST', body: { device: stationName() }, retries: REPEATS },
      )
      if (!answer.ok) return void failed('', answer.problem)
      const { serial, place, state } = answer.value
      const where: Words = (text) =>
        place === null ? text(`state_${state}`) : text('isAt', { place: isolate(place) })
      tell({ tone: 'good', title: (text) => text('undone'), code: serial, details: [where] })
    },
    [centreId, failed, tell],
  )

  const fetchPick = useCallback(
    async (pick: Pick<PickView, 'id' | 'serial'>): Promise<void> => {
      const answer = await askStaff<PickView>(`/api/picks/${encodeURIComponent(pick.id)}/picked`, {
        method: 'POST',
        body: {},
        retries: REPEATS,
      })
      if (!answer.ok) return void failed(pick.serial, answer.problem)
      const { counter, number, serial } = answer.value
      const where: Words = (text) => {
        const called = now.current.view?.picks.find(({ id }) => id === pick.id)?.counter ?? counter
        return called === null ? text('keepReady') : text('toCounter', { counter: isolate(called) })
      }
      const title: Words = (text) => text('fetched', { number: isolate(number) })
      tell({ tone: 'good', title, code: serial, details: [where], pick: pick.id })
    },
    [failed, tell],
  )

  /** Which card a ticket is about, and where; a ticket without one is told from no ticket. */
  const showTicket = useCallback(
    async (number: string): Promise<void> => {
      const pick = now.current.view?.picks.find((one) => one.number === number)
      if (pick) return void tell(saidOfPick(pick, now.current.codes.quarantine.has(pick.place)))
      const query = new URLSearchParams({ number })
      const answer = await askStaff<TicketView>(
        `/api/centres/${encodeURIComponent(centreId)}/tickets?${query}`,
        { retries: 1 },
      )
      if (!answer.ok) return void failed(number, answer.problem)
      tell(saidOfNoPick(number))
    },
    [centreId, failed, tell],
  )

  const carryOut = useCallback(
    async (meaning: Meaning): Promise<void> => {
      switch (meaning.do) {
        case 'hold': {
          const { kind, code } = meaning.held
          setHeld(meaning.held)
          const title: Words = (text) => text(kind === 'card' ? 'holdCard' : 'holdPlace')
          const id = tell({ tone: 'hold', title, code, details: [] })
          // Not waited for: the next scan is worth more.
          void (kind === 'card' ? describeHeld(id, code) : describeSlot(id, code))
          return
        }
        case 'shelve':
          return shelve(meaning.place, meaning.serial)
        case 'fetch':
          return fetchPick({ ...meaning, id: meaning.pick })
        case 'receive':
          return void (await sendOff({
            serial: meaning.serial,
            sheet: { work: 'receive', id: meaning.manifest },
          }))
        case 'ticket':
          return showTicket(meaning.number)
        case 'refuse': {
          const { why, code } = meaning
          const hint: Words = (text) =>
            text(why === 'not_a_slot' ? 'notASlotHint' : 'notInDeliveryHint')
          tell({ tone: 'bad', title: (text) => text(why), code, details: [hint] })
          return
        }
      }
      meaning satisfies never
    },
    [describeHeld, describeSlot, fetchPick, sendOff, setHeld, shelve, showTicket, tell],
  )

  const inTurn = useCallback((work: () => Promise<void>): void => {
    setPending((count) => count + 1)
    queue.current = queue.current.then(work).finally(() => setPending((count) => count - 1))
  }, [])

  const scan = useCallback(
    (scanned: string): void =>
      inTurn(async () => {
        const code = readCode(scanned)
        if (code === null) {
          const title: Words = (text) => text('notACode')
          tell({ tone: 'bad', title, code: scanned, details: [(text) => text('notACodeHint')] })
          return
        }
        const { view: seen, codes: known, receiving: delivery, work: own } = now.current
        if (own) {
          const sendOwn = async (made: Omit<MadeScan, 'scanId'>) => void (await sendOff(made))
          return own.scan(code, { tell, send: sendOwn, isKeeping })
        }
        await carryOut(
          understand(code, {
            held: heldRef.current,
            picks: seen?.picks ?? [],
            codes: known,
            receiving: delivery,
            nowMs: performance.now(),
          }),
        )
      }),
    [carryOut, inTurn, isKeeping, sendOff, tell],
  )

  return {
    outcomes,
    held: heldNow({ held, nowMs: performance.now() }),
    isBusy: pending > 0,
    scan,
    /** Says that a pick's card is in hand, by button. */
    fetched: (pick: PickView): void => inTurn(() => fetchPick(pick)),
    tell,
    /** Scans that wait for a way to the server. */
    waiting: kept.waiting,
    undo: (scanId: string): void => inTurn(() => undo(scanId)),
    drop: (): void => {
      setHeld(null)
      forget(({ tone }) => tone === 'hold')
      settle(() => true)
    },
  }
}

export type Bench = ReturnType<typeof useBench>
