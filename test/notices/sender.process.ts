/**
 * A worker to be killed: sends what a database owes, until nothing is left. Prints a line for each
 * message that is out and not yet recorded.
 * Arguments: the database, SMS_URL (or `push` and the origin of a push service), the time its clock starts at, and `hang` to stop for good
 * after the first message.
 */
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { inlineQueue } from '../../src/jobs/inline.ts'
import { startSweep } from '../../src/jobs/sweep.ts'
import type { Channel } from '../../src/notices/channel.ts'
import { openChannels } from '../../src/notices/open-channels.ts'
import { handlerFor, handlersWith, pushTo, silent } from './given.ts'

const [, , databasePath = '', smsUrl = '', startAt = '', mode = ''] = process.argv

const started = performance.now()
const clock = { now: () => Number(startAt) + Math.round(performance.now() - started) }
const db = openSqlite(databasePath, clock)
const real = smsUrl.startsWith('push ')
  ? pushTo(smsUrl.slice('push '.length), clock)
  : openChannels({ smsUrls: smsUrl.split(','), dataDir: '/nowhere' }, { clock, log: silent })
const channel: Channel = {
  ...real,
  send: async (message) => {
    const sent = await real.send(message)
    process.stdout.write(`${message.noticeId}\n`)
    return mode === 'hang' ? new Promise(() => {}) : sent
  },
}
const handlers = handlersWith({ send_notice: handlerFor(db, clock, channel) })
const jobs = inlineQueue({ handlers, log: silent, clock })
startSweep({ handlers, jobs, clock, log: silent, everyMs: 20 })
// The sweep's timer lets a process end; this one ends when it is killed.
setInterval(() => {}, 1000)
