import { useEffect } from 'preact/hooks'
import type { CentreInfo } from './centre.ts'
import type { Loaded } from './hooks.ts'
import { useView } from './live-hooks.ts'
import { useCentre } from './use-centre.ts'

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
