import type { Owner } from '../test/servers.ts'

/** What a bench has started, ended in the opposite order. */
export const openUndos = (): Owner & { undoAll(): Promise<void> } => {
  const undos: (() => Promise<void> | void)[] = []
  return {
    teardown: (undo) => void undos.unshift(undo),
    undoAll: async () => {
      for (const undo of undos.splice(0)) await undo()
    },
  }
}
