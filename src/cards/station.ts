import type { Asker } from '../access.ts'
import type { Command, Step } from '../db/transact.ts'

/** A command whose steps are logged with the station of whoever asks for it. */
export const at =
  <R>(asker: Asker, body: (command: Command) => Step<R>) =>
  (command: Command): Step<R> =>
    body({ ...command, station: asker.kind === 'staff' ? asker.station : null })
