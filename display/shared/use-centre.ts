import { type CentreInfo, fetchCentre } from './centre.ts'
import { type Loaded, useLoaded } from './hooks.ts'

/** A centre, read again every `everyMs` (never, when 0). An empty id is no centre. */
export const useCentre = (id: string, everyMs = 0): Loaded<CentreInfo | null> =>
  useLoaded<CentreInfo | null>(
    `centre ${id}`,
    async (signal) =>
      id === '' ? { ok: true, status: 200, value: null } : fetchCentre(id, signal),
    everyMs,
  )
