/**
 * Computes each thing at most once at a time, whoever asks for it: who asks while it is computed is
 * given the next one, together with all who ask meanwhile, for what was begun before may not show
 * what was true when they asked.
 */
export const openSharedViews = () => {
  const running = new Map<string, Promise<unknown>>()
  const next = new Map<string, Promise<unknown>>()

  /** Begins at once: a lobby that hears of a call waits for nothing else. */
  const begin = (name: string, compute: () => Promise<unknown>): Promise<unknown> => {
    const view = compute()
    running.set(name, view)
    const end = () => {
      if (running.get(name) === view) running.delete(name)
    }
    view.then(end, end)
    return view
  }

  const beginAfter = (
    before: Promise<unknown>,
    name: string,
    compute: () => Promise<unknown>,
  ): Promise<unknown> => {
    const beginNow = () => {
      next.delete(name)
      return begin(name, compute)
    }
    // However the one before ended: that was told to those who asked for it.
    const view = before.then(beginNow, beginNow)
    next.set(name, view)
    return view
  }

  /** @param compute begun after this call, and always the same for one name */
  return <V>(name: string, compute: () => Promise<V>): Promise<V> => {
    const before = running.get(name)
    const view =
      next.get(name) ?? (before ? beginAfter(before, name, compute) : begin(name, compute))
    // One name stands for one computation, so what it gives has its type.
    return view as Promise<V>
  }
}
