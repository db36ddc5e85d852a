import { setTimeout as pause } from 'node:timers/promises'
import type { Scene } from './run.ts'

/** So much longer a trouble lasts when nobody has come across it yet. */
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 50

/**
 * Lets a trouble last, and until somebody has come across it: what nobody met was not tried, and is
 * found to be wrong.
 * @param met how often somebody has come across it so far
 * @returns how long it lasted and how often it was met, for people
 */
export const endure = async (
  { find }: Pick<Scene, 'find'>,
  seconds: number,
  met: () => number | Promise<number>,
  patienceMs: number = PATIENCE_MS,
): Promise<string> => {
  const from = performance.now()
  // Of several troubles in turn each must be met anew.
  const before = await met()
  await pause(seconds * 1000)
  const until = performance.now() + patienceMs
  while ((await met()) <= before && performance.now() < until) await pause(LOOK_EVERY_MS)
  const times = (await met()) - before
  if (times <= 0) find({ kind: 'wrong', sentence: 'nobody met it: nothing was tried' })
  return `for ${((performance.now() - from) / 1000).toFixed(1)} s, met ${times} times`
}

/** How many were told so far that it cannot be written. */
export const toldSoFar = ({ ledger }: Pick<Scene, 'ledger'>): number =>
  [...ledger.refusals]
    .filter(([why]) => why.startsWith('503 cannot_write'))
    .reduce((all, [, count]) => all + count, 0)

/** A database that cannot be written has been told to somebody: else nothing was tried. */
export const findUntold = (scene: Pick<Scene, 'ledger' | 'find'>, before: number): void => {
  if (toldSoFar(scene) <= before)
    scene.find({ kind: 'wrong', sentence: 'nobody was told that it cannot be written' })
}
