/**
 * Computes each thing at most once at a time, whoever asks for it: who asks while it is computed is
 * given the next one, together with all who ask meanwhile, for what was begun before may not show
 * what was true when they asked.
 */
export const openSharedViews = () => {
  const running = new Map<string, Promise<unknown>>()
  const next = new Map<string, Promise<unknown>>()

  const begin = async (name: string, compute: () => Promise<unknown>): Promise<unknown> => {
    // However the one before ended: that was told to those who asked for it.
    await running.get(name)?.catch(() => undefined)
    next.delete(name)
    const view = compute()
    running.set(name, view)
    try {
      return await view
    } finally {
      if (running.get(name) === view) running.delete(name)
    }
  }

  /** @param compute begun after this call, and always the same for one name */
  return <V>(name: string, compute: () => Promise<V>): Promise<V> => {
    const waiting = next.get(name) ?? begin(name, compute)
    next.set(name, waiting)
    // One name stands for one computation, so what it gives has its type.
    return waiting as Promise<V>
  }
}
