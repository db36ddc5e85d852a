import { useRef, useState } from 'preact/hooks'
import { ask, newRequestId, type Problem } from '../shared/api.ts'
import type { CentreInfo, IssuedTicket } from '../shared/centre.ts'
import { useLanguage, useLanguageChange } from '../shared/i18n.ts'
import { keepOwnTicket, pageOf } from './own-ticket.ts'

const RETRIES = 20

/** What a visitor wants a ticket for. */
export interface Wish {
  service: string
  /** As typed, or empty. */
  phone: string
  citizenId: string | undefined
}

/** Takes the ticket and goes to its page. One page is one wish, so it has one requestId. */
export const useJoin = (centre: CentreInfo, code: string) => {
  const requestId = useRef(newRequestId())
  const isRunning = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const language = useLanguage()
  const join = async ({ service, phone, citizenId }: Wish): Promise<void> => {
    if (isRunning.current) return
    isRunning.current = true
    setBusy(true)
    setProblem(undefined)
    const answer = await ask<IssuedTicket>(
      `/api/centres/${encodeURIComponent(centre.id)}/tickets`,
      {
        method: 'POST',
        retries: RETRIES,
        onRetry: setProblem,
        body: {
          service,
          requestId: requestId.current,
          language,
          ...(phone !== '' && { phone }),
          ...(citizenId !== undefined && { citizenId }),
          ...(code !== '' && { joinCode: code }),
        },
      },
    )
    isRunning.current = false
    setBusy(false)
    if (!answer.ok) {
      setProblem(answer.problem)
      return
    }
    keepOwnTicket(centre.id, answer.value)
    // Our own address, not the answer's: a phone on the building's network stays where it is.
    location.assign(pageOf(answer.value))
  }
  useLanguageChange(() => setProblem(undefined))
  return { join, busy, problem, setProblem }
}
