import type { Operation, Verdict } from './explain.ts'

/** So many of the last steps of the order are told. */
const TOLD = 6

const line = ({ client, input, output, invokedAt, answeredAt }: Operation<unknown, unknown>) =>
  `${invokedAt.toFixed(1)}–${answeredAt.toFixed(1)} ms ${client}: ${JSON.stringify(input)} → ${output === null ? 'answer lost' : JSON.stringify(output)}`

/** Why a history is not explained, for people; null when it is. */
export const story = <S, Op extends Operation<unknown, unknown>>(
  verdict: Verdict<S, Op>,
  shouldSay: (state: S, operation: Op) => string,
): string | null => {
  if (verdict.explained) return null
  const { exhausted, culprit, before, state, tried } = verdict
  return [
    exhausted
      ? `No order explains this answer (${tried} steps were tried):`
      : `The search was given up after ${tried} steps; it got no further than this answer:`,
    `  ${line(culprit)}`,
    `An order explains ${before.length} operations before it, and then the rules say: ${shouldSay(state, culprit)}`,
    ...before.slice(-TOLD).map((one) => `  ${line(one)}`),
  ].join('\n')
}
