import { useEffect, useRef, useState } from 'preact/hooks'
import { ask, newRequestId, type Problem } from '../shared/api.ts'
import type { CardStatus } from '../shared/card-status.ts'
import type { IssuedTicket, ServiceInfo } from '../shared/centre.ts'
import { currentLanguage } from '../shared/i18n.ts'

/** Where a visitor is on the way to a ticket. */
export type Step =
  | { at: 'language' }
  | { at: 'services' }
  | { at: 'online'; service: ServiceInfo }
  | { at: 'citizen_id'; service: ServiceInfo }
  | { at: 'working'; service: ServiceInfo; on: 'card' | 'ticket'; card?: CardStatus }
  | { at: 'card'; service: ServiceInfo; card: CardStatus }
  | { at: 'ticket'; ticket: IssuedTicket; service: ServiceInfo; card?: CardStatus }

export interface Visit {
  step: Step
  /** What went wrong on this step; while `isRetrying` it is being tried again by itself. */
  problem: Problem | undefined
  isRetrying: boolean
  begin: () => void
  /** Shows how to do it without a ticket. */
  showOnline: (service: ServiceInfo) => void
  choose: (service: ServiceInfo) => void
  giveCitizenId: (service: ServiceInfo, citizenId: string) => void
  back: () => void
  reset: () => void
}

/**
 * One visitor at the kiosk, from the language to the number. The whole visit has one requestId, so
 * neither a double tap nor a lost answer nor a second try can make two tickets of it.
 */
export const useVisit = (centre: string, token: string, onEnd: () => void): Visit => {
  const [step, setStep] = useState<Step>({ at: 'language' })
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [isRetrying, setRetrying] = useState(false)
  const requestId = useRef(newRequestId())
  // The state is only rendered later; this lock is there before the second tap of a double tap.
  const running = useRef<AbortController | undefined>(undefined)
  const ended = useRef(onEnd)
  ended.current = onEnd

  const go = (next: Step): void => {
    setProblem(undefined)
    setRetrying(false)
    setStep(next)
  }
  const stop = (): void => {
    running.current?.abort()
    running.current = undefined
  }
  useEffect(() => stop, [])

  const options = (signal: AbortSignal) => ({
    method: 'POST' as const,
    bearer: token,
    signal,
    retries: Number.POSITIVE_INFINITY,
    onRetry: (why: Problem) => {
      setProblem(why)
      setRetrying(true)
    },
  })

  /** Runs one piece of work; a tap while one runs does nothing. */
  const work = async (body: (signal: AbortSignal) => Promise<Problem | undefined>) => {
    if (running.current) return
    const mine = new AbortController()
    running.current = mine
    const failed = await body(mine.signal)
    if (mine.signal.aborted) return
    running.current = undefined
    if (failed) {
      setRetrying(false)
      setProblem(failed)
    }
  }

  const issue = async (
    signal: AbortSignal,
    service: ServiceInfo,
    citizenId?: string,
    card?: CardStatus,
  ): Promise<Problem | undefined> => {
    go({ at: 'working', service, on: 'ticket', ...(card && { card }) })
    const answer = await ask<IssuedTicket>(`/api/centres/${encodeURIComponent(centre)}/tickets`, {
      ...options(signal),
      body: {
        service: service.id,
        requestId: requestId.current,
        language: currentLanguage(),
        ...(citizenId !== undefined && { citizenId }),
      },
    })
    if (signal.aborted) return undefined
    if (!answer.ok) return answer.problem
    go({ at: 'ticket', ticket: answer.value, service, ...(card && { card }) })
    return undefined
  }

  const reset = (): void => {
    stop()
    requestId.current = newRequestId()
    go({ at: 'language' })
    ended.current()
  }

  return {
    step,
    problem,
    isRetrying,
    begin: () => go({ at: 'services' }),
    showOnline: (service) => {
      if (!running.current) go({ at: 'online', service })
    },
    choose: (service) => {
      if (service.worksOnCards) {
        if (!running.current) go({ at: 'citizen_id', service })
        return
      }
      void work((signal) => issue(signal, service))
    },
    giveCitizenId: (service, citizenId) =>
      void work(async (signal) => {
        go({ at: 'working', service, on: 'card' })
        const answer = await ask<CardStatus>('/api/card-status', {
          ...options(signal),
          body: { citizenId },
        })
        if (signal.aborted) return undefined
        if (!answer.ok) return answer.problem
        const card = answer.value
        if (card.state === 'ready') return issue(signal, service, citizenId, card)
        go({ at: 'card', service, card })
        return undefined
      }),
    back: () => {
      stop()
      go({ at: step.at === 'services' ? 'language' : 'services' })
    },
    reset,
  }
}
