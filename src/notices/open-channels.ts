import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { BadConfig, type Config } from '../config.ts'
import type { Clock, Deps } from '../deps.ts'
import { type Channel, failover } from './channel.ts'
import { fileChannel } from './file-channel.ts'
import { httpChannel } from './http-channel.ts'
import { pushChannel } from './push-channel.ts'
import { smppChannel } from './smpp-channel.ts'
import { linkTimes } from './smpp-link.ts'
import { readSmsUrl } from './sms-url.ts'

/** Where the channels get what they need. */
interface Tools {
  clock: Clock
  log: Logger
}

const fileOf = (url: string, dataDir: string): string => {
  const { pathname } = new URL(url)
  return /^\/?$/.test(pathname) ? resolve(dataDir, 'sms.jsonl') : fileURLToPath(url)
}

/** @param nameFor a name like the one given that no other channel has */
const openOne = (
  text: string,
  dataDir: string,
  nameFor: (wish: string) => string,
  { clock, log }: Tools,
): Channel => {
  const read = readSmsUrl(text)
  // The URL itself may hold a password, so it is not shown.
  if ('wrong' in read) throw new BadConfig(`SMS_URL cannot be used: ${read.wrong}.`)
  const { value } = read
  switch (value.kind) {
    case 'file':
      return fileChannel({ name: nameFor('file'), path: fileOf(value.url, dataDir), clock })
    case 'smpp': {
      const name = nameFor(`smpp:${value.host}:${value.port}`)
      const times = { ...linkTimes, submitMs: value.timeoutMs }
      return smppChannel({ ...value, name }, { clock, log, times })
    }
    case 'http':
      return httpChannel({ ...value, name: nameFor(`http:${value.host}`) }, { clock })
  }
  return value satisfies never
}

/** Without one, whoever runs a push service that is troubled by us cannot say so. */
const NOBODY = 'mailto:nobody@dawr.invalid'

/** The channel to browsers. */
export const openPush = (
  { pushHosts, vapidKeys, vapidSubject, publicUrl }: Config,
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
): Channel => {
  const own = publicUrl?.startsWith('https:') ? publicUrl : NOBODY
  const config = {
    keys: vapidKeys ?? vault.pushKeys(),
    subject: vapidSubject ?? own,
    hosts: pushHosts,
  }
  return pushChannel(config, { clock })
}

/**
 * The channels of SMS_URL, each the fallback of the one before. None connects before it is used, or
 * told to listen.
 * @throws BadConfig for a channel that cannot be
 */
export const openChannels = (
  { smsUrls, dataDir }: Pick<Config, 'smsUrls' | 'dataDir'>,
  tools: Tools,
): Channel => {
  const names = new Set<string>()
  // What may have left through a channel is known by its name, so two accounts are told apart.
  const nameFor = (wish: string): string => {
    let name = wish
    for (let n = 2; names.has(name); n += 1) name = `${wish}#${n}`
    names.add(name)
    return name
  }
  const [first, ...others] = smsUrls.map((url) => openOne(url, dataDir, nameFor, tools))
  if (!first) throw new BadConfig('SMS_URL must name at least one channel.')
  return failover([first, ...others])
}
