import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { TicketView } from '../../src/live/events.ts'
import { ask, type Problem } from '../shared/api.ts'
import { idFromPath } from '../shared/centre.ts'
import { useWake } from '../shared/hooks.ts'
import { useLanguageChange } from '../shared/i18n.ts'
import { live } from '../shared/live.ts'

export const ticketId = idFromPath()
/** Stays in the fragment, which no browser sends; it goes out as bearer and over the socket only. */
export const secret = decodeURIComponent(location.hash.slice(1))
export const hasSecret = secret !== ''

const READ_RETRIES = 3
export const ticketPath = `/api/tickets/${encodeURIComponent(ticketId)}`

export type OwnMove = 'leave' | 'return' | 'put-off'

export interface OwnTicket {
  ticket: TicketView | undefined
  problem: Problem | undefined
  /** What is being done for the visitor. */
  busy: OwnMove | undefined
  move: (what: OwnMove) => Promise<boolean>
  reload: () => void
}

/** The visitor's ticket from both ways, socket and request: the newest revision wins. */
export const useOwnTicket = (): OwnTicket => {
  const [ticket, setTicket] = useState<TicketView | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [busy, setBusy] = useState<OwnTicket['busy']>(undefined)
  const isMoving = useRef(false)

  const take = useCallback((view: TicketView): void => {
    setProblem(undefined)
    setTicket((before) => (before && before.revision > view.revision ? before : view))
  }, [])

  const reload = useCallback(() => {
    const read = async (): Promise<void> => {
      const answer = await ask<TicketView>(ticketPath, { bearer: secret, retries: READ_RETRIES })
      if (answer.ok) take(answer.value)
      else setProblem(answer.problem)
    }
    void read()
  }, [take])

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

  const move = async (what: OwnMove): Promise<boolean> => {
    if (isMoving.current) return false
    isMoving.current = true
    setBusy(what)
    const answer = await ask<TicketView>(`${ticketPath}/${what}`, {
      method: 'POST',
      bearer: secret,
    })
    isMoving.current = false
    setBusy(undefined)
    if (answer.ok) take(answer.value)
    else setProblem(answer.problem)
    return answer.ok
  }

  return { ticket, problem, busy, move, reload }
}
