import { useEffect } from 'preact/hooks'
import { type CentreInfo, fetchCentre } from './centre.ts'
import { type Loaded, useLoaded, useView } from './hooks.ts'

/**
 * A centre, read again every `everyMs` and as soon as its board says that its set-up has changed.
 * An empty id is no centre.
 */
export const useCentre = (id: string, everyMs: number): Loaded<CentreInfo | null> => {
  const centre = useLoaded<CentreInfo | null>(
    `centre ${id}`,
    async (signal) =>
      id === '' ? { ok: true, status: 200, value: null } : fetchCentre(id, signal),
    everyMs,
  )
  const { view: board } = useView('board', id)
  const known = centre.value?.setup ?? Number.POSITIVE_INFINITY
  const told = board?.centre === id ? board.setup : 0
  useEffect(() => {
    if (told > known) centre.reload()
  }, [told, known])
  return centre
}
