import { setTimeout as pause } from 'node:timers/promises'

const ASK_AGAIN_MS = 20

/** Asks again and again until the answer is the wanted one; the test's time limit is the limit. */
export const until = async <R>(
  ask: () => Promise<R>,
  isWanted: (answer: R) => boolean,
): Promise<R> => {
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    await pause(ASK_AGAIN_MS)
  }
}
