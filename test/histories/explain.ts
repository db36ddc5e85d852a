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

/** One step of the order, and what else can be tried after it. */
interface Step<S> {
  state: S
  /** The operation that led here; -1 at the start. */
  took: number
  choices: Iterator<Choice<S>>
}

const digest = (text: string): string => createHash('sha1').update(text).digest('base64')

/**
 * Looks for one order of all operations that the rules explain and that respects time: what ended
 * before another began comes before it. An operation without an answer may come anywhere after it
 * began, or not at all. (Wing and Gong 1993, with Lowe's memory of what was tried, 2017.)
 *
 * Whatever changes nothing is taken as soon as it fits: it could only be in the way later. Of the
 * others the lowest hint is tried first, then the one that was answered first; what leads to no end
 * is tried the other way round, so that hints cost nothing but time when they are wrong.
 * @param most how many steps are tried before the search is given up
 */
export const explain = <S, Op extends Operation<unknown, unknown>>(
  operations: readonly Op[],
  rules: Rules<S, Op>,
  {
    hints = new Map<Op, number>(),
    most = 100_000,
  }: { hints?: ReadonlyMap<Op, number>; most?: number } = {},
): Verdict<S, Op> => {
  const all = operations.toSorted((a, b) => a.answeredAt - b.answeredAt)
  const known = all.filter(({ output }) => output !== null).length
  const taken = new Uint8Array(all.length)
  const seen = new Set<string>()
  let first = 0
  let tried = 0

  const hintOf = (at: number): number => {
    const one = all[at]
    return (one && hints.get(one)) ?? Infinity
  }

  /** What may come next: nothing that is left ended before it began. */
  const next = (): number[] => {
    const until = all[first]?.answeredAt ?? Infinity
    const may: number[] = []
    for (const [at, { invokedAt }] of all.entries())
      if (at >= first && !taken[at] && invokedAt <= until) may.push(at)
    return may
  }

  /** Where an operation leads; first those that most likely change nothing. */
  const choices = function* (state: S): Generator<Choice<S>, void> {
    const may = next()
    const hinted = may.filter((at) => hintOf(at) < Infinity).sort((a, b) => hintOf(a) - hintOf(b))
    const others = may.filter((at) => hintOf(at) === Infinity)
    const changes: Choice<S>[] = []
    for (const at of others) {
      const one = all[at]
      for (const led of one ? rules.after(state, one) : []) {
        if (led !== state) changes.push({ at, state: led })
        // Without an answer, what would do nothing now may still do something later.
        else if (one?.output !== null) {
          yield { at, state }
          return
        }
      }
    }
    for (const at of hinted) {
      const one = all[at]
      for (const led of one ? rules.after(state, one) : [])
        if (led !== state) yield { at, state: led }
        else if (one?.output !== null) {
          yield { at, state }
          return
        }
    }
    yield* changes
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

  const path: Step<S>[] = [{ state: rules.start, took: -1, choices: choices(rules.start) }]
  const orderOf = () => path.flatMap(({ took }) => all[took] ?? [])
  let best = { first: 0, order: [] as Op[], state: rules.start }
  for (let step = path.at(-1); step && tried < most; step = path.at(-1)) {
    if (first >= known) return { explained: true, order: orderOf(), tried }
    if (first > best.first) best = { first, order: orderOf(), state: step.state }
    const choice = step.choices.next()
    if (choice.done) {
      take(step.took, 0)
      path.pop()
      continue
    }
    tried++
    const { at, state } = choice.value
    take(at, 1)
    if (state === step.state || isNew(state))
      path.push({ state, took: at, choices: choices(state) })
    else take(at, 0)
  }
  const culprit = all[best.first]
  if (!culprit) throw new Error('a history without operations is explained')
  const { order: before, state } = best
  return { explained: false, exhausted: tried < most, culprit, before, state, tried }
}
