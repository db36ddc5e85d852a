import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { TicketView } from '../../src/live/events.ts'
import { ask, isPassing, type Problem, untilAnswered } from '../shared/api.ts'
import { idFromPath } from '../shared/centre.ts'
import { fragment } from '../shared/fragment.ts'
import { useWake } from '../shared/hooks.ts'
import { useLanguageChange } from '../shared/i18n.ts'
import { live } from '../shared/live.ts'
import type { OwnMove } from '../tickets/moved.ts'
import { forgetView, type KeptView, keptView } from './kept-view.ts'
import { makeMove } from './own-move.ts'

export const ticketId = idFromPath()
/** Stays in the fragment, which no browser sends; it goes out as bearer and over the socket only. */
export const secret = fragment()
export const hasSecret = secret !== ''

const READ_RETRIES = 3
/** So long without an answer, and the page shows the last that was known. */
const SILENCE_MS = 3_000
export const ticketPath = `/api/tickets/${encodeURIComponent(ticketId)}`

/** The answers to a link that opens no ticket: asking again would bring the same one. */
const WRONG_LINK = new Set(['not_signed_in', 'unknown_ticket', 'wrong_ticket_secret', 'malformed'])
export const isWrongLink = ({ code }: Problem): boolean => WRONG_LINK.has(code)

export interface OwnTicket {
  /** As the server said it since the page was opened. */
  ticket: TicketView | undefined
  /** The last that was known before, as long as the server says nothing. */
  kept: KeptView | undefined
  problem: Problem | undefined
  /** What is being done for the visitor. */
  busy: OwnMove | undefined
  /** Nothing came back of it yet: it is on its way until there is an answer, or it is taken back. */
  isOnItsWay: boolean
  /** What was not done, for the ticket has gone on before it could be. */
  overtaken: OwnMove | undefined
  move: (what: OwnMove) => void
  takeBack: () => void
  reload: () => void
}

/** The visitor's ticket from both ways, socket and request: the newest revision wins. */
export const useOwnTicket = (): OwnTicket => {
  const [ticket, setTicket] = useState<TicketView | undefined>(undefined)
  const [kept, setKept] = useState<KeptView | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [busy, setBusy] = useState<OwnTicket['busy']>(undefined)
  const [isOnItsWay, setOnItsWay] = useState(false)
  const [overtaken, setOvertaken] = useState<OwnMove | undefined>(undefined)
  const moving = useRef<AbortController | undefined>(undefined)

  const take = useCallback((view: TicketView): void => {
    setProblem(undefined)
    setTicket((before) => (before && before.revision > view.revision ? before : view))
  }, [])

  const showKept = useCallback(() => void keptView(ticketId, secret).then(setKept), [])

  const reload = useCallback(() => {
    const read = async (): Promise<void> => {
      const options = { bearer: secret, retries: READ_RETRIES, onRetry: showKept }
      const answer = await ask<TicketView>(ticketPath, options)
      if (answer.ok) return take(answer.value)
      setProblem(answer.problem)
      if (!isWrongLink(answer.problem)) return
      setKept(undefined)
      forgetView(ticketId)
    }
    void read()
  }, [take, showKept])

  useEffect(() => {
    if (!hasSecret) return undefined
    const timer = setTimeout(showKept, SILENCE_MS)
    return () => clearTimeout(timer)
  }, [showKept])

  useEffect(() => {
    if (!hasSecret) return undefined
    reload()
    return live.watch('ticket', ticketId, {
      secret,
      onView: take,
      // The request says why, in the page's language.
      onRefused: reload,
    })
  }, [reload, take])

  // Whoever has it here needs it no longer on a kiosk's screen, where the next visitor would see it.
  const isToTake = ticket !== undefined && !ticket.onPhone
  useEffect(() => {
    if (!isToTake) return undefined
    const stop = new AbortController()
    const say = () =>
      ask<null>(`${ticketPath}/on-phone`, { method: 'PUT', bearer: secret, signal: stop.signal })
    void untilAnswered(say, stop.signal)
    return () => stop.abort()
  }, [isToTake])

  // A phone that slept has missed what came meanwhile, and its socket may only seem alive.
  useWake(() => {
    if (!hasSecret) return
    live.refresh()
    reload()
  })

  // What the server said was said in the other language: it is asked anew, or forgotten.
  useLanguageChange(() => {
    setProblem(undefined)
    if (hasSecret && !ticket) reload()
  })

  const end = (): void => {
    moving.current = undefined
    setBusy(undefined)
    setOnItsWay(false)
  }

  const shown = ticket ?? kept?.ticket
  const move = (what: OwnMove): void => {
    if (moving.current || !shown) return
    const mine = new AbortController()
    moving.current = mine
    setBusy(what)
    setProblem(undefined)
    setOvertaken(undefined)
    const work = async (): Promise<void> => {
      const outcome = await makeMove(ticketPath, secret, { what, before: shown }, mine.signal, () =>
        setOnItsWay(true),
      )
      if (mine.signal.aborted || !outcome) return
      end()
      if (outcome.view) take(outcome.view)
      if ('problem' in outcome) setProblem(outcome.problem)
      if ('isOvertaken' in outcome) setOvertaken(what)
    }
    void work()
  }

  const takeBack = (): void => {
    moving.current?.abort()
    end()
    // It may have arrived all the same: the page shows what is so.
    reload()
  }

  // That the server cannot be reached is said by the connection's mark, beside what is shown.
  const told = shown && problem && isPassing(problem) ? undefined : problem
  return { ticket, kept, problem: told, busy, isOnItsWay, overtaken, move, takeBack, reload }
}
