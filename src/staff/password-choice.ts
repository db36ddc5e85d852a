import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { type Refusal, refuse } from '../refusal.ts'

/** The fewest signs of a password that people choose. */
const SIGNS_LEAST = 10
/**
 * The fewest guesses that one must withstand. A lock leaves some 100 a day (staff.store.ts), 38,000 a
 * year: of so many the odds are 0.0004. The commonest ten thousand would be tried in three months.
 */
export const GUESSES_LEAST = 1e8
/** Signs that are looked at; what comes after them only makes it harder. */
const LOOKED_AT_MAX = 64

let estimating: Promise<ZxcvbnFactory> | undefined
/** Its lists take a tenth of a second and 24 MB; few processes are ever asked for a new password. */
const estimator = (): Promise<ZxcvbnFactory> => {
  const load = async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs: graphs }] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ])
    return new ZxcvbnFactory({ dictionary, graphs, maxLength: LOOKED_AT_MAX })
  }
  estimating ??= load()
  return estimating
}

/**
 * Why a new password cannot be taken; null: it can. Its length and what guessing it would take, no
 * recipes of signs (NIST SP 800-63B).
 * @param known what is known of its owner: their user name, their name
 */
export const passwordObjection = async (
  password: string,
  { old, known }: { old: string; known: string[] },
): Promise<Refusal | null> => {
  const normal = password.normalize('NFKC')
  if (normal === old.normalize('NFKC')) return refuse('password_unchanged')
  const words = known.flatMap((one) => [one, ...one.split(/\s+/)])
  const isEasy =
    [...normal].length < SIGNS_LEAST ||
    (await estimator()).check(normal, words).guesses < GUESSES_LEAST
  return isEasy ? refuse('password_too_easy', { least: SIGNS_LEAST }) : null
}
