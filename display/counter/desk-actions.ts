import { useCallback, useState } from 'preact/hooks'
import type { CounterView, TicketView } from '../../src/live/events.ts'
import type { Answer } from '../shared/api.ts'
import { useView } from '../shared/hooks.ts'
import { askStaff, post } from '../shared/session.ts'
import { type Actions, useActions } from '../shared/staff-actions.ts'

const pathOf = (counterId: string) => `/api/counters/${encodeURIComponent(counterId)}`

/** The counter as it is now: what the socket tells or an answer told, whichever is newer. */
export const useCounter = (counterId: string) => {
  const { view: told, refused } = useView('counter', counterId)
  const [answered, setAnswered] = useState<CounterView | undefined>()
  const own = answered?.id === counterId ? answered : undefined
  const view = own && (!told || own.revision > told.revision) ? own : told
  return { view, refused, answer: setAnswered }
}

export interface Desk extends Actions {
  /** Acts on the counter; the answer is its new view. */
  act: (path: string, body?: unknown) => Promise<CounterView | undefined>
  /** True: somebody was called. False: there is nobody. */
  callNext: () => Promise<boolean | undefined>
  /** Looks at the counter anew, after something that its own actions did not do. */
  refresh: () => Promise<void>
  /** Moves a ticket by its id: `unpark` or `return`. */
  move: (ticketId: string, what: 'unpark' | 'return') => Promise<TicketView | undefined>
}

/** What can be done at a counter, one thing at a time. */
export const useDesk = (counterId: string, onAnswer: (view: CounterView) => void): Desk => {
  const actions = useActions()
  const { run } = actions
  const path = pathOf(counterId)

  const act = useCallback(
    async (what: string, body: unknown = {}): Promise<CounterView | undefined> => {
      const answer = await run(what, () => post<CounterView>(`${path}/${what}`, body))
      if (!answer?.ok) return undefined
      onAnswer(answer.value)
      return answer.value
    },
    [run, path, onAnswer],
  )

  const callNext = useCallback(async (): Promise<boolean | undefined> => {
    const answer = await run('next', async (): Promise<Answer<CounterView | null>> => {
      const called = await post<unknown>(`${path}/next`)
      if (!called.ok) return called
      if (called.status === 204) return { ok: true, status: 204, value: null }
      return askStaff<CounterView>(path, { retries: 2 })
    })
    if (!answer?.ok) return undefined
    if (answer.value) onAnswer(answer.value)
    return answer.value !== null
  }, [run, path, onAnswer])

  const refresh = useCallback(async (): Promise<void> => {
    const answer = await askStaff<CounterView>(path, { retries: 2 })
    if (answer.ok) onAnswer(answer.value)
  }, [path, onAnswer])

  const move = useCallback(
    async (ticketId: string, what: 'unpark' | 'return'): Promise<TicketView | undefined> => {
      const answer = await run(`${what} ${ticketId}`, () =>
        post<TicketView>(`/api/tickets/${encodeURIComponent(ticketId)}/${what}`),
      )
      return answer?.ok ? answer.value : undefined
    },
    [run],
  )

  return { ...actions, act, callNext, refresh, move }
}
