/**
 * A patient attacker: guesses until the server refuses, waits as long as it says, and goes on. The
 * waiting is not sat out: this process's clock, which is the server's too, is put forward.
 */

const HOUR_MS = 3_600_000
/** Enough to come to the first refusal of any limit, and to the end of a week of the slow ones. */
const REQUESTS_MAX = 3000
const SECONDS_MAX = 20

const trueNow = Date.now.bind(Date)
let aheadMs = 0

/** From now on this process's clock can be put forward. */
export const takeClock = (): void => {
  Date.now = () => trueNow() + aheadMs
}

/** A server's answer to a guess: whether it looked at it, and else after how many ms to come back. */
export type Guessed = { looked: true } | { looked: false; afterMs: number }

export interface Patience {
  /** Guesses that were looked at. */
  guesses: number
  /** In so many hours of the clock that was put forward. */
  hours: number
}

/**
 * @param guess makes one; never the same twice
 * @param hours after which it is given up; earlier when the bounds of the bench are reached
 */
export const patiently = async (
  guess: (at: number) => Promise<Guessed>,
  hours: number,
): Promise<Patience> => {
  const from = Date.now()
  const started = performance.now()
  const until = from + hours * HOUR_MS
  let guesses = 0
  for (let at = 0; at < REQUESTS_MAX && Date.now() < until; at++) {
    if (performance.now() - started > SECONDS_MAX * 1000) break
    const guessed = await guess(at)
    if (guessed.looked) guesses++
    else aheadMs += guessed.afterMs + 1
  }
  return { guesses, hours: (Date.now() - from) / HOUR_MS }
}

/** What an unlimited guesser would be let through at the pace that was measured. */
export const in24Hours = ({ guesses, hours }: Patience): number => (guesses / hours) * 24
