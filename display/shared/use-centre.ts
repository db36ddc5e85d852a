import { useEffect } from 'preact/hooks'
import { type CentreInfo, fetchCentre } from './centre.ts'
import { type Loaded, useLoaded, useView } from './hooks.ts'

/** A centre, read again every `everyMs` (never, when 0). An empty id is no centre. */
export const useCentre = (id: string, everyMs = 0): Loaded<CentreInfo | null> =>
  useLoaded<CentreInfo | null>(
    `centre ${id}`,
    async (signal) =>
      id === '' ? { ok: true, status: 200, value: null } : fetchCentre(id, signal),
    everyMs,
  )

/**
 * A centre as the screens in it know it: read again also as soon as its board says that its set-up
 * has changed. Phones do without: a hall full of them would follow the board for a change a week.
 */
export const useCentreOnBoard = (id: string, everyMs: number): Loaded<CentreInfo | null> => {
  const centre = useCentre(id, everyMs)
  const { view: board } = useView('board', id)
  const known = centre.value?.setup ?? Number.POSITIVE_INFINITY
  const told = board?.centre === id ? board.setup : 0
  useEffect(() => {
    if (told > known) centre.reload()
  }, [told, known])
  return centre
}
