import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/**
 * Processes of a bench and what they are asked over IPC: servers and clients each have one of their
 * own, so that the one who measures does not slow down the one who is measured.
 */
type Calls = { [name: string]: (order: never) => unknown }
type OrderOf<C extends Calls, N extends keyof C> = Parameters<C[N]>[0]
type AnswerOf<C extends Calls, N extends keyof C> = Awaited<ReturnType<C[N]>>

interface Ask {
  id: number
  name: string
  order: unknown
}
interface Answer {
  id: number
  answer?: unknown
  failure?: string
}

export interface Child<C extends Calls> {
  readonly pid: number
  ask<N extends keyof C & string>(name: N, order: OrderOf<C, N>): Promise<AnswerOf<C, N>>
  /** Ends the process in peace and waits for it. */
  stop(): Promise<void>
}

/** In the child: answers what the parent asks until it is told to stop. */
export const answerParent = (calls: Calls, close: () => Promise<void>): void => {
  const carryOut = async ({ id, name, order }: Ask): Promise<Answer> => {
    const call = calls[name]
    if (!call) return { id, failure: `nobody answers ${name}` }
    try {
      return { id, answer: await Reflect.apply(call, undefined, [order]) }
    } catch (error) {
      // Whatever went wrong is told to the parent, which stops the bench with it.
      return { id, failure: error instanceof Error ? (error.stack ?? error.message) : `${error}` }
    }
  }
  process.on('message', (text) => {
    const ask: Ask = JSON.parse(String(text))
    carryOut(ask).then((answer) => process.send?.(JSON.stringify(answer)))
  })
  process.on('disconnect', () => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}

const failAll = (waiting: Map<number, PromiseWithResolvers<never>>, why: string) => {
  for (const { reject } of waiting.values()) reject(new Error(why))
  waiting.clear()
}

/**
 * Starts a process of the bench.
 * @param script beside this file
 * @param flags for node, such as `--cpu-prof`
 * @param env what its environment holds besides ours
 */
export const startChild = <C extends Calls>(
  script: string,
  flags: string[] = [],
  env: Record<string, string> = {},
): Child<C> => {
  const child: ChildProcess = fork(new URL(script, import.meta.url), [], {
    execArgv: ['--expose-gc', ...flags],
    env: { ...process.env, ...env },
  })
  // One that is broken off must not outlive the bench, whatever it waits for.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const waiting = new Map<number, PromiseWithResolvers<never>>()
  let asks = 0
  child.on('message', (text) => {
    const { id, answer, failure }: { id: number; answer: never; failure?: string } = JSON.parse(
      String(text),
    )
    const asked = waiting.get(id)
    waiting.delete(id)
    if (failure === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(`${script}: ${failure}`))
  })
  child.on('exit', (code) => failAll(waiting, `${script} ended with ${code}`))
  return {
    pid: child.pid ?? 0,
    ask: (name, order) => {
      const id = ++asks
      const asked = Promise.withResolvers<never>()
      waiting.set(id, asked)
      child.send(JSON.stringify({ id, name, order }))
      return asked.promise
    },
    stop: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** Milliseconds of the machine's monotonic clock: the same in all processes. */
export const machineMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000
