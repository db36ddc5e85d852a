import { eq } from 'drizzle-orm'
import { $, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { type CounterRow, counterById } from './counter.store.ts'

const setRequests = statement<Pick<CounterRow, 'id' | 'requests'>, unknown>((db, t) =>
  db
    .update(t.counters)
    .set(placeholders(t.counters, ['requests']))
    .where(eq(t.counters.id, $('id'))),
)

/** As many as may be asked before somebody whose answer was lost has asked again. */
const REQUESTS_MAX = 16

/** Among the requests of a counter, what is not to be done any more. No request's id has a space. */
const withdrawn = (requestId: string): string => `withdrawn ${requestId}`

/** What the newest things done at a counter were asked with. */
export const requestsDone = ({ requests }: Pick<CounterRow, 'requests'>): string[] =>
  requests.filter((one) => !one.startsWith(withdrawn('')))

function* keepRequest({ id, requests }: Pick<CounterRow, 'id' | 'requests'>, newest: string) {
  yield* run(setRequests({ id, requests: [newest, ...requests].slice(0, REQUESTS_MAX) }))
}

/**
 * Does at a counter what may be asked for twice, for answers get lost on their way: with the same
 * request it is done once. What was refused was not done, and may be asked for again.
 * @returns `request_repeated` for what was done already
 */
export function* once<R>(
  counterId: string,
  requestId: string | undefined,
  body: () => Step<R | Refusal>,
): Step<R | Refusal> {
  if (requestId === undefined) return yield* body()
  const counter = yield* runOne(counterById({ id: counterId }))
  if (!counter) return refuse('unknown_counter')
  if (counter.requests.includes(requestId)) return refuse('request_repeated')
  if (counter.requests.includes(withdrawn(requestId))) return refuse('request_withdrawn')
  const result = yield* body()
  if (isRefusal(result)) return result
  yield* keepRequest(counter, requestId)
  return result
}

/**
 * Nobody waits for this request any more: it is told that it was not done, so it must not be done
 * either when it arrives late, as what the network held up does.
 * @returns `request_repeated` for what was done already
 */
export function* withdrawRequest(counterId: string, requestId: string): Step<null | Refusal> {
  const counter = yield* runOne(counterById({ id: counterId }))
  if (!counter) return refuse('unknown_counter')
  if (counter.requests.includes(requestId)) return refuse('request_repeated')
  const mark = withdrawn(requestId)
  if (!counter.requests.includes(mark)) yield* keepRequest(counter, mark)
  return null
}
