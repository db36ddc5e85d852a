import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Vault } from './crypto.ts'
import type { Database } from './db/transact.ts'

/** Milliseconds since 1970-01-01 UTC; tests hand in one that they move. */
export interface Clock {
  now(): number
}

/** Time-ordered unique ids (UUID v7), so that new rows lie side by side. */
export interface Ids {
  next(): string
}

/** What the edge hands to every feature. */
export interface Deps {
  config: Config
  db: Database
  clock: Clock
  ids: Ids
  vault: Vault
  log: Logger
  /** What goes into QR codes and SMS: PUBLIC_URL, or the address it listens on. */
  publicUrl: () => string
}
