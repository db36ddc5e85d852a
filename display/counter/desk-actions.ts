import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { CounterView, TicketNote, TicketView } from '../../src/live/events.ts'
import { type Answer, newRequestId, pause, untilAnswered } from '../shared/api.ts'
import { useView } from '../shared/live-hooks.ts'
import { askStaff, post } from '../shared/session.ts'
import { type Actions, useActions } from '../shared/staff-actions.ts'
import { moveTicket } from '../tickets/move-ticket.ts'
import { pending } from './pending.ts'

const pathOf = (counterId: string) => `/api/counters/${encodeURIComponent(counterId)}`

/** A request is made again as long as that; afterwards it is withdrawn, unless it was done. */
const patient = { retries: 2, timeoutMs: 5_000 }

/** What was sent as the page went may arrive a moment after the next one looks. */
const ARRIVES_MS = 1500

/** The counter as it is now: what the socket tells or an answer told, whichever is newer. */
export const useCounter = (counterId: string) => {
  const { view: told, refused } = useView('counter', counterId)
  const [answered, setAnswered] = useState<CounterView | undefined>()
  const own = answered?.id === counterId ? answered : undefined
  const view = own && (!told || own.revision > told.revision) ? own : told
  return { view, refused, answer: setAnswered }
}

export interface Desk extends Actions {
  /**
   * Acts on the counter; the answer is its new view.
   * @param ticket the id of the one that is meant: done with no other
   */
  act: (path: string, body?: object, ticket?: string) => Promise<CounterView | undefined>
  /** True: somebody was called. False: there is nobody. */
  callNext: () => Promise<boolean | undefined>
  /** Its author corrects a note on a visit. @param text null: it is taken back. @returns whether it was done */
  changeNote: (ticketId: string, noteId: string, text: string | null) => Promise<boolean>
  /** Looks at the counter anew until the server answers. */
  refresh: () => Promise<CounterView | undefined>
  /** Moves a ticket by its id: `unpark` or `return`. */
  move: (ticketId: string, what: 'unpark' | 'return') => Promise<TicketView | undefined>
}

/**
 * What can be done at a counter, one thing at a time, and each press once.
 * @param onDoneBefore told that what was pressed before the page was loaded again was done
 */
export const useDesk = (
  counterId: string,
  onAnswer: (view: CounterView) => void,
  onDoneBefore: () => void,
): Desk => {
  const actions = useActions()
  const { run } = actions
  const path = pathOf(counterId)
  const see = useCallback(
    async (question: () => Promise<Answer<CounterView>>): Promise<Answer<CounterView>> => {
      const answer = await untilAnswered(question)
      if (answer.ok) onAnswer(answer.value)
      return answer
    },
    [onAnswer],
  )
  const look = useCallback(() => see(() => askStaff<CounterView>(path)), [path, see])

  /**
   * The counter, where the request was done; null: it was not, and is not when it arrives after all,
   * for it is withdrawn before that is said.
   */
  const settle = useCallback(
    async (requestId: string): Promise<Answer<CounterView> | null> => {
      const seen = await see(() => post<CounterView>(`${path}/withdraw`, { requestId }))
      return !seen.ok || seen.value.requests.includes(requestId) ? seen : null
    },
    [path, see],
  )

  const once = useCallback(
    async <T>(
      what: string,
      body: object,
      read: (answer: Answer<T>) => Promise<Answer<CounterView | null>>,
      send = (requestId: string) =>
        askStaff<T>(`${path}/${what}`, {
          method: 'POST',
          body: { ...body, requestId },
          ...patient,
        }),
    ): Promise<Answer<CounterView | null> | undefined> => {
      const requestId = newRequestId()
      const work = async () => {
        pending.keep(counterId, requestId)
        return read(await send(requestId))
      }
      const answer = await run<CounterView | null>(what, work, () => settle(requestId))
      // Whatever came of it has been told.
      if (answer) pending.keep(counterId, null)
      return answer
    },
    [run, counterId, path, settle],
  )

  const latest = useRef(onDoneBefore)
  latest.current = onDoneBefore
  useEffect(() => {
    const requestId = pending.of(counterId)
    if (requestId === null) return
    const lost = { code: 'unreachable', detail: '', status: 0 }
    const found = run<CounterView>(
      'before',
      async () => ({ ok: false, problem: lost }),
      async () => {
        const seen = await look()
        if (!seen.ok || seen.value.requests.includes(requestId)) return seen
        await pause(ARRIVES_MS)
        return settle(requestId)
      },
    )
    void found.then((answer) => {
      // Whoever must sign in first is told afterwards.
      if (answer?.ok || answer?.problem.code === 'not_done') pending.keep(counterId, null)
      if (answer?.ok) latest.current()
    })
  }, [counterId])

  const act = useCallback(
    async (what: string, body: object = {}, ticket?: string): Promise<CounterView | undefined> => {
      const whole = { ...body, ...(ticket !== undefined && { ticket }) }
      const answer = await once<CounterView>(what, whole, async (one) => one)
      if (!answer?.ok || !answer.value) return undefined
      onAnswer(answer.value)
      return answer.value
    },
    [once, onAnswer],
  )

  const callNext = useCallback(async (): Promise<boolean | undefined> => {
    const answer = await once<unknown>('next', {}, async (called) => {
      // Called already, and gone on since: the counter says how it stands.
      if (!called.ok) return called.problem.code === 'request_repeated' ? look() : called
      return called.status === 204 ? { ok: true, status: 204, value: null } : look()
    })
    return answer?.ok ? answer.value !== null : undefined
  }, [once, look])

  const refresh = useCallback(async (): Promise<CounterView | undefined> => {
    const answer = await look()
    return answer.ok ? answer.value : undefined
  }, [look])

  const changeNote = useCallback(
    async (ticketId: string, noteId: string, text: string | null): Promise<boolean> => {
      const at = `/api/tickets/${encodeURIComponent(ticketId)}/notes/${encodeURIComponent(noteId)}`
      const answer = await once<TicketNote[]>(
        `note ${noteId}`,
        { text },
        async (answer) => (answer.ok ? look() : answer),
        (requestId) =>
          text === null
            ? askStaff(`${at}?requestId=${requestId}`, { method: 'DELETE', ...patient })
            : askStaff(at, { method: 'PUT', body: { text, requestId }, ...patient }),
      )
      return answer?.ok === true
    },
    [once, look],
  )

  const move = useCallback(
    (ticketId: string, what: 'unpark' | 'return') => moveTicket(run, ticketId, what),
    [run],
  )

  return { ...actions, act, callNext, changeNote, refresh, move }
}
