/** Below this the two clocks agree as well as a header of whole seconds can tell. */
const AGREED_MS = 3_000

let aheadMs = 0

/** Takes the server's time from an answer: the clock of a desk's computer may be wrong. */
export const hearTime = (date: string | null): void => {
  const at = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(at)) return
  const ahead = at - Date.now()
  aheadMs = Math.abs(ahead) < AGREED_MS ? 0 : ahead
}

/** A moment of this computer's clock as the server's clock has it. */
export const serverTime = (here: Date): Date => new Date(here.getTime() + aheadMs)
