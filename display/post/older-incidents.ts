import { useEffect, useState } from 'preact/hooks'
import type { IncidentView } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import type { Answer, Problem } from '../shared/api.ts'
import { askStaff } from '../shared/session.ts'

/** More are not counted by the server. */
const COUNTED_MAX = 1000

/** How many are open, as far as they are counted. */
export const countWords = (count: number): string =>
  count >= COUNTED_MAX ? `${numberText(COUNTED_MAX)}+` : numberText(count)

interface Page {
  incidents: IncidentView[]
  next: string | null
}

const cursorOf = ({ at, id }: IncidentView): string => `${Date.parse(at)} ${id}`

/** Pages are read again when the hall has been still for so long: a rush changes the view often. */
const CALM_MS = 400

/**
 * Open incidents beyond those that the live view holds, page by page. They are read again whenever the
 * live view changes: what was pushed out of it is here then, and what a colleague settled is not.
 */
export const useOlderIncidents = (centreId: string, newest: readonly IncidentView[]) => {
  const [pages, setPages] = useState(0)
  const [incidents, setIncidents] = useState<IncidentView[]>([])
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()

  const read = async (count: number, signal: AbortSignal): Promise<void> => {
    const found: IncidentView[] = []
    const last = newest.at(-1)
    let after: string | null = last ? cursorOf(last) : null
    for (let page = 0; page < count && after !== null; page++) {
      const answer: Answer<Page> = await askStaff<Page>(
        `/api/centres/${encodeURIComponent(centreId)}/incidents?${new URLSearchParams({ after })}`,
        { retries: 1, signal },
      )
      if (signal.aborted) return
      setProblem(answer.ok ? undefined : answer.problem)
      if (!answer.ok) break
      found.push(...answer.value.incidents)
      after = answer.value.next
    }
    setBusy(false)
    setIncidents(found)
  }

  useEffect(() => {
    if (pages === 0) return undefined
    const control = new AbortController()
    const timer = setTimeout(() => void read(pages, control.signal), isBusy ? 0 : CALM_MS)
    return () => {
      control.abort()
      clearTimeout(timer)
    }
  }, [centreId, pages, newest])

  const more = (): void => {
    setBusy(true)
    setPages(pages + 1)
  }

  const live = new Set(newest.map(({ id }) => id))
  return {
    /** What has moved up into the live view meanwhile is shown there. */
    incidents: incidents.filter(({ id }) => !live.has(id)),
    isBusy,
    problem,
    dismiss: () => setProblem(undefined),
    more,
  }
}
