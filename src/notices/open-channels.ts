import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BadConfig, type Config } from '../config.ts'
import type { Clock } from '../deps.ts'
import { type Channel, failover } from './channel.ts'
import { fileChannel } from './file-channel.ts'

const openOne = (url: string, dataDir: string, clock: Clock): Channel => {
  const { protocol, pathname } = new URL(url)
  // The URL itself may hold a password, so only its scheme is named.
  if (protocol !== 'file:')
    throw new BadConfig(
      `SMS_URL names ${protocol}//, but this version can only write messages to a file (file:).`,
    )
  const path = /^\/?$/.test(pathname) ? resolve(dataDir, 'sms.jsonl') : fileURLToPath(url)
  return fileChannel({ path, clock })
}

/**
 * The channels of SMS_URL, each the fallback of the one before.
 * @throws BadConfig for a channel that this version does not have
 */
export const openChannels = (
  { smsUrls, dataDir }: Pick<Config, 'smsUrls' | 'dataDir'>,
  clock: Clock,
): Channel => {
  const [first, ...others] = smsUrls.map((url) => openOne(url, dataDir, clock))
  if (!first) throw new BadConfig('SMS_URL must name at least one channel.')
  return failover([first, ...others])
}
