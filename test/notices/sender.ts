import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'

/** A real process that sends; `killAfter` ends it when it has sent so many messages. */
export const startSender = (
  t: Test,
  { databasePath, smsUrl }: { databasePath: string; smsUrl: string },
  startAt: number,
  mode = '',
) => {
  const script = join(import.meta.dirname, 'sender.process.ts')
  const child = spawn(process.execPath, [script, databasePath, smsUrl, String(startAt), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)
  return {
    killAfter: async (messages: number) => {
      let seen = 0
      await new Promise<void>((resolve, reject) => {
        const tooSoon = () => reject(new Error('the sender ended by itself'))
        child.once('exit', tooSoon)
        lines.on('line', () => {
          seen += 1
          if (seen !== messages) return
          child.off('exit', tooSoon)
          resolve()
        })
      })
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
