import type { Room } from './rooms.ts'
import type { Urgency } from './screens.ts'

/** Tells the other processes which rooms moved; each computes the view for whom it holds. */
export interface Fanout {
  publish(room: Room, urgency: Urgency): void
  onRefresh(listener: (room: Room, urgency: Urgency) => void): void
  /** The connection was lost and is back: messages may have been missed. */
  onRecovered(listener: () => void): void
  close(): Promise<void>
}

/** One process: there is nobody else to tell. */
export const noFanout: Fanout = {
  publish: () => undefined,
  onRefresh: () => undefined,
  onRecovered: () => undefined,
  close: async () => undefined,
}
