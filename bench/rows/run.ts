import type { Row } from '../figures.ts'

/** What the flags of a run ask for. */
export interface Options {
  /** Pairs of measurements of each row. */
  rounds: number
  /** Sizes of the crowds that watch the lobby. */
  crowds: number[]
  /** Phones of the memory row. */
  phones: number
  /** Past tickets of the history rows. */
  history: number
  /** Flags for the node of Dawr's server, such as `--cpu-prof`. */
  serverFlags: string[]
}

/** Measures some rows of the table. */
export type Bench = (options: Options) => Promise<Row[]>
