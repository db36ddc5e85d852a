import { useState } from 'preact/hooks'
import type { IncidentView } from '../../src/live/events.ts'
import type { Problem } from '../shared/api.ts'
import { askStaff } from '../shared/session.ts'

/** More are not counted by the server. */
const COUNTED_MAX = 1000

/** How many are open, as far as they are counted. */
export const countWords = (count: number): string =>
  count >= COUNTED_MAX ? `${COUNTED_MAX}+` : String(count)

interface Page {
  incidents: IncidentView[]
  next: string | null
}

const cursorOf = ({ at, id }: IncidentView): string => `${Date.parse(at)} ${id}`

/**
 * Open incidents beyond those that the live view holds: asked for page by page, and kept as they are
 * changed here. What has moved up into the live view meanwhile is shown there.
 */
export const useOlderIncidents = (centreId: string, newest: readonly IncidentView[]) => {
  const [known, setKnown] = useState<IncidentView[]>([])
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  const live = new Set(newest.map(({ id }) => id))
  const incidents = known.filter(({ id, state }) => state === 'open' && !live.has(id))

  const more = async (): Promise<void> => {
    const last = incidents.at(-1) ?? newest.at(-1)
    if (!last || isBusy) return
    setBusy(true)
    const after = new URLSearchParams({ after: cursorOf(last) })
    const answer = await askStaff<Page>(
      `/api/centres/${encodeURIComponent(centreId)}/incidents?${after}`,
      { retries: 1 },
    )
    setBusy(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (!answer.ok) return
    const { incidents: page } = answer.value
    const ids = new Set(page.map(({ id }) => id))
    setKnown((before) => [...before.filter(({ id }) => !ids.has(id)), ...page])
  }

  const keep = (changed: IncidentView): void =>
    setKnown((before) => before.map((one) => (one.id === changed.id ? changed : one)))

  return { incidents, isBusy, problem, dismiss: () => setProblem(undefined), more, keep }
}
