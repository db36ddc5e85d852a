import { useEffect, useState } from 'preact/hooks'
import { type Connection, live, type Refused, type ViewKind, type Views } from './live.ts'

/** The state of the live connection; renders again when it changes. */
export const useConnection = (): Connection => {
  const [connection, setConnection] = useState(live.connection())
  useEffect(() => {
    setConnection(live.connection())
    return live.onConnection(() => setConnection(live.connection()))
  }, [])
  return connection
}

const LOST_SHOWN_AFTER_MS = 1_500

/** Whether the connection has been lost for longer than a blink. */
export const useAway = (): boolean => {
  const { state } = useConnection()
  const [isAway, setAway] = useState(false)
  useEffect(() => {
    setAway(false)
    if (state !== 'lost') return undefined
    const timer = setTimeout(() => setAway(true), LOST_SHOWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [state])
  return isAway
}

/** One live view: undefined until the first arrives. An empty id watches nothing. */
export const useView = <K extends ViewKind>(
  kind: K,
  id: string,
  secret?: string,
): { view: Views[K] | undefined; refused: Refused | undefined } => {
  const [view, setView] = useState<Views[K] | undefined>(undefined)
  const [refused, setRefused] = useState<Refused | undefined>(undefined)
  useEffect(() => {
    setView(undefined)
    setRefused(undefined)
    if (id === '') return undefined
    return live.watch(kind, id, {
      onView: (next) => setView(next),
      onRefused: setRefused,
      ...(secret !== undefined && { secret }),
    })
  }, [kind, id, secret])
  return { view, refused }
}
