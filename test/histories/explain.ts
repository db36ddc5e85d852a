import { createHash } from 'node:crypto'

/** Something that one client did, between two moments of one clock. */
export interface Operation<I, O> {
  client: string
  input: I
  /** What it was told; null: the answer was lost, and nobody knows whether it was done. */
  output: O | null
  /** Milliseconds. */
  invokedAt: number
  /** Infinity while nobody knows: it may still be done, however late. */
  answeredAt: number
}

/** The rules as if everybody came one after another. */
export interface Rules<S, Op> {
  start: S
  /**
   * The states an operation may lead to with the answer it had: none when that answer cannot be
   * given in this state, the same object when nothing changes. More than one only for an operation
   * whose answer was lost.
   */
  after(state: S, operation: Op): readonly S[]
  /** Equal for equal states. */
  key(state: S): string
}

export type Verdict<S, Op> = { tried: number } & (
  | { explained: true; order: Op[] }
  | {
      explained: false
      /** Whether every order was tried, or the search was given up. */
      exhausted: boolean
      /** The first operation to be answered that no order which was tried gets past. */
      culprit: Op
      /** The best of the orders: it explains all that was answered before the culprit. */
      before: Op[]
      state: S
    }
)

interface Choice<S> {
  at: number
  state: S
}

/** One step of the order, and what else could have been tried there. */
interface Step<S> {
  state: S
  /** The operation that led here; -1 at the start. */
  took: number
  choices: Choice<S>[]
}

const digest = (text: string): string => createHash('sha1').update(text).digest('base64')

/**
 * Looks for one order of all operations that the rules explain and that respects time: what ended
 * before another began comes before it. An operation without an answer may come anywhere after it
 * began, or not at all. (Wing and Gong 1993, with Lowe's memory of what was tried, 2017.)
 *
 * Whatever changes nothing is taken as soon as it fits: it could only be in the way later. Else the
 * one that was answered first is tried first; what leads to no end is tried the other way round.
 * @param most how many steps are tried before the search is given up
 */
export const explain = <S, Op extends Operation<unknown, unknown>>(
  operations: readonly Op[],
  rules: Rules<S, Op>,
  most = 200_000,
): Verdict<S, Op> => {
  const all = operations.toSorted((a, b) => a.answeredAt - b.answeredAt)
  const known = all.filter(({ output }) => output !== null).length
  const taken = new Uint8Array(all.length)
  const seen = new Set<string>()
  let first = 0
  let tried = 0

  /** Where the operations stand that may come next, the one answered first before the others. */
  const next = function* (): Generator<[number, Op]> {
    const until = all[first]?.answeredAt ?? Infinity
    for (let at = first; at < all.length; at++) {
      const one = all[at]
      if (one && !taken[at] && one.invokedAt <= until) yield [at, one]
    }
  }

  const choicesIn = (state: S): Choice<S>[] => {
    const choices: Choice<S>[] = []
    for (const [at, one] of next())
      for (const led of rules.after(state, one)) {
        if (led === state) return [{ at, state }]
        choices.push({ at, state: led })
      }
    return choices.reverse()
  }

  const isNew = (state: S): boolean => {
    const ahead: number[] = []
    for (let at = first; at < all.length; at++) if (taken[at]) ahead.push(at)
    const key = digest(`${first} ${ahead} ${rules.key(state)}`)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }

  const take = (at: number, mark: 0 | 1) => {
    if (at < 0) return
    taken[at] = mark
    if (mark === 0) first = Math.min(first, at)
    else while (taken[first]) first++
  }

  const path: Step<S>[] = [{ state: rules.start, took: -1, choices: [] }]
  const orderOf = () => path.flatMap(({ took }) => all[took] ?? [])
  let best = { first: -1, order: [] as Op[], state: rules.start }
  let isFresh = true
  for (let step = path.at(-1); step; step = path.at(-1)) {
    if (first >= known) return { explained: true, order: orderOf(), tried }
    if (isFresh) {
      if (first > best.first) best = { first, order: orderOf(), state: step.state }
      step.choices = choicesIn(step.state)
    }
    const choice = tried < most ? step.choices.pop() : undefined
    isFresh = choice !== undefined
    if (choice) {
      tried++
      take(choice.at, 1)
      if (choice.state !== step.state && !isNew(choice.state)) {
        take(choice.at, 0)
        isFresh = false
      } else path.push({ state: choice.state, took: choice.at, choices: [] })
    } else {
      take(step.took, 0)
      path.pop()
    }
  }
  const culprit = all[best.first]
  if (!culprit) throw new Error('a history without operations is explained')
  const { order: before, state } = best
  return { explained: false, exhausted: tried < most, culprit, before, state, tried }
}
