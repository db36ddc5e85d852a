import { useCallback, useEffect, useState } from 'preact/hooks'

/**
 * What is looked at of a page stands in the query of its address (`/supervisor?tab=history`): a
 * reload shows it again, and "back" leads to what was seen before. Nothing of anybody belongs there,
 * for a browser keeps its addresses and people pass them on.
 */
const listeners = new Set<() => void>()
const tell = (): void => {
  for (const listener of listeners) listener()
}
addEventListener('popstate', tell)

/** Goes on to the same page with these values; null: without that one. */
const goOn = (values: Readonly<Record<string, string | null>>): void => {
  const next = new URL(location.href)
  for (const [name, value] of Object.entries(values))
    if (value === null) next.searchParams.delete(name)
    else next.searchParams.set(name, value)
  if (next.href === location.href) return
  history.pushState(null, '', next)
  tell()
}

/** What the address asks for, as anybody may have typed it, and how to go on from there. */
export const useAddress = () => {
  const [search, setSearch] = useState(location.search)
  useEffect(() => {
    const listener = () => setSearch(location.search)
    listeners.add(listener)
    listener()
    return () => {
      listeners.delete(listener)
    }
  }, [])
  return { asked: new URLSearchParams(search), goOn }
}

/** One of several by its name in the address; the first where that says none of them. */
export const useInAddress = <T extends string | number>(
  name: string,
  all: readonly [T, ...T[]],
): [chosen: T, choose: (next: T) => void] => {
  const { asked } = useAddress()
  const [first] = all
  const chosen = all.find((one) => String(one) === asked.get(name)) ?? first
  const choose = useCallback(
    (next: T) => goOn({ [name]: next === first ? null : String(next) }),
    [name, first],
  )
  return [chosen, choose]
}
