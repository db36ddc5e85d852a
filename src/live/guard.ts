import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import type { LiveSocket } from './clients.ts'

export interface CrowdLimits {
  /** What one process holds: some 20 KiB each, and a view for each at every change. */
  clients: number
  /**
   * A lobby full of phones has one address, and so have thousands of one mobile network. What is
   * beyond is one machine that pretends to be many.
   */
  perAddress: number
}
const CROWD_MAX: CrowdLimits = { clients: 20_000, perAddress: 5000 }

/** A page sends a packet for each thing it watches, and one each 15 s to show that it is there. */
const PACKETS_MAX = 1000
const PACKETS_WITHIN_MS = 10_000
/**
 * What may wait for a client that reads more slowly than it is told, in characters. Views are whole:
 * one that lags so far behind is served sooner when it comes back and gets the current one. Above
 * what a burst of askings brings at once, before the network has had its turn.
 */
const BACKLOG_MAX = 1024 * 1024

type Connection = LiveSocket['conn']

export interface Guard {
  /** Looks after every connection that is taken from now on. */
  attend(engine: Server['engine']): void
  /** Whether one more connection from where this request comes is taken. */
  admits(request: IncomingMessage): boolean
  /** Where a connection comes from, behind proxies too. */
  addressOf(connection: Connection): string
  close(): void
}

/**
 * Holds connections to limits below what clients ask for: how many there are, how much they send,
 * and how much waits for them. One that passes its limit is cut off, and may come back.
 * @param addressOf where a request comes from, behind proxies too
 */
export const openGuard = (
  addressOf: (request: IncomingMessage) => string,
  log: Logger,
  crowdMax = CROWD_MAX,
): Guard => {
  const addresses = new Map<Connection, string>()
  const perAddress = new Map<string, number>()
  /** Since the last clearing; who sent nothing is not in it. */
  const packets = new Map<Connection, number>()
  const backlogs = new WeakMap<Connection, number>()

  const cutOff = (connection: Connection, why: 'flood' | 'backlog') => {
    log.debug({ why }, 'a client was cut off')
    // Without waiting for what it does not read.
    connection.close(true)
  }
  // One function for all connections, not three more for each: there are many thousands.
  function onPacket(this: Connection) {
    const sent = (packets.get(this) ?? 0) + 1
    packets.set(this, sent)
    if (sent > PACKETS_MAX) cutOff(this, 'flood')
  }
  function onPacketCreate(this: Connection, { data }: { data?: { length: number } }) {
    // What came before is on its way to the network.
    if (this.transport.writable) return void backlogs.delete(this)
    const waiting = (backlogs.get(this) ?? 0) + (data?.length ?? 0)
    backlogs.set(this, waiting)
    if (waiting > BACKLOG_MAX) cutOff(this, 'backlog')
  }
  function onClose(this: Connection) {
    const address = addresses.get(this) ?? ''
    const left = (perAddress.get(address) ?? 1) - 1
    if (left > 0) perAddress.set(address, left)
    else perAddress.delete(address)
    addresses.delete(this)
    packets.delete(this)
  }
  const clearing = setInterval(() => packets.clear(), PACKETS_WITHIN_MS)
  clearing.unref()
  return {
    attend: (engine) => {
      engine.on('connection', (connection: Connection) => {
        const address = addressOf(connection.request)
        addresses.set(connection, address)
        perAddress.set(address, (perAddress.get(address) ?? 0) + 1)
        connection.on('packet', onPacket)
        connection.on('packetCreate', onPacketCreate)
        connection.on('close', onClose)
      })
    },
    admits: (request) =>
      addresses.size < crowdMax.clients &&
      (perAddress.get(addressOf(request)) ?? 0) < crowdMax.perAddress,
    addressOf: (connection) => addresses.get(connection) ?? '',
    close: () => clearInterval(clearing),
  }
}
