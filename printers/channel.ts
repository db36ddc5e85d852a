/**
 * `taken`: the device has shown that it has everything. `silent`: it has shown nothing in time.
 * `lost`: it went away first.
 */
export type Ending = 'taken' | 'silent' | 'lost'

/** An open way to a device. `ask` and `send` may throw PrinterLost. */
export interface Channel {
  /** Sends a question and gives the one byte that answers it, or null when none comes in time. */
  ask(question: Uint8Array, withinMs: number): Promise<number | null>
  /** Resolves when the system has taken every byte. */
  send(bytes: Uint8Array, stallMs: number): Promise<void>
  /** Ends the conversation so that nothing sent is lost, and says how the device took it. */
  finish(withinMs: number): Promise<Ending>
  /** Lets go of the device. */
  discard(): Promise<void>
  /** Breaks off: what is under way fails soon. */
  abort(): void
}

/** Opens a way to the device. @throws PrinterLost when it is not there */
export type Open = () => Promise<Channel>
