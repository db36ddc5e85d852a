import type { Logger } from 'pino'
import type { Server, Socket } from 'socket.io'

export interface CrowdLimits {
  /** What one process holds: some 20 KiB each, and a view for each at every change. */
  clients: number
  /**
   * A lobby full of phones has one address, and so have thousands of one mobile network. What is
   * beyond is one machine that pretends to be many.
   */
  perAddress: number
  /** Beyond both, for screens, counters and staff: phones never keep them out. */
  reserve: number
  /** Connections that have not joined yet; one more ends the oldest of them. */
  joining: number
}
const CROWD_MAX: CrowdLimits = { clients: 20_000, perAddress: 5000, reserve: 1000, joining: 5000 }
/** Who connects joins at once. */
const JOIN_WITHIN_MS = 10_000

/** A page sends a packet for each thing it watches, and one each 15 s to show that it is there. */
const PACKETS_MAX = 1000
const PACKETS_WITHIN_MS = 10_000
/**
 * What may wait for a client that reads more slowly than it is told, in characters. Views are whole:
 * one that lags so far behind is served sooner when it comes back and gets the current one. Above
 * what a burst of askings brings at once, before the network has had its turn.
 */
const BACKLOG_MAX = 1024 * 1024

type Connection = Socket['conn']

export interface Guard {
  /** Looks after every connection that is taken from now on. */
  attend(engine: Server['engine']): void
  /**
   * Counts a connection among the clients.
   * @param isOurs a screen, a device, a member of staff: the reserve is theirs
   * @returns false when there is no room
   */
  join(connection: Connection, isOurs: boolean): boolean
  /** It left what it had joined, and may join again. */
  leave(connection: Connection): void
  /** Where a connection comes from, behind proxies too. */
  addressOf(connection: Connection): string
  close(): void
}

/**
 * Holds connections to limits below what clients ask for: how many there are, how long they take to
 * join, how much they send, and how much waits for them. One that passes its limit is cut off, and
 * may come back. Who only connects costs little and is not waited for; the limits on a crowd are
 * held where it joins, for only there is it known who is a device of ours.
 * @param addressOf where a request comes from, behind proxies too
 */
export const openGuard = (
  addressOf: (request: Connection['request']) => string,
  log: Logger,
  crowdMax = CROWD_MAX,
): Guard => {
  const addresses = new Map<Connection, string>()
  /** Since when, the oldest first. */
  const joining = new Map<Connection, number>()
  const joined = new Set<Connection>()
  /** How many have joined from each. */
  const perAddress = new Map<string, number>()
  /** Since the last clearing; who sent nothing is not in it. */
  const packets = new Map<Connection, number>()
  const backlogs = new WeakMap<Connection, number>()

  const cutOff = (connection: Connection, why: 'flood' | 'backlog' | 'idle') => {
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
  const uncount = (connection: Connection) => {
    if (!joined.delete(connection)) return
    const address = addresses.get(connection) ?? ''
    const left = (perAddress.get(address) ?? 1) - 1
    if (left > 0) perAddress.set(address, left)
    else perAddress.delete(address)
  }
  function onClose(this: Connection) {
    uncount(this)
    joining.delete(this)
    addresses.delete(this)
    packets.delete(this)
  }
  const waitFor = (connection: Connection) => {
    joining.set(connection, performance.now())
    if (joining.size <= crowdMax.joining) return
    for (const oldest of joining.keys()) return cutOff(oldest, 'idle')
  }
  const clearing = setInterval(() => packets.clear(), PACKETS_WITHIN_MS)
  clearing.unref()
  const expiring = setInterval(() => {
    const since = performance.now() - JOIN_WITHIN_MS
    for (const [connection, at] of joining) {
      if (at > since) return
      cutOff(connection, 'idle')
    }
  }, 1000)
  expiring.unref()
  return {
    attend: (engine) => {
      engine.on('connection', (connection: Connection) => {
        addresses.set(connection, addressOf(connection.request))
        connection.on('packet', onPacket)
        connection.on('packetCreate', onPacketCreate)
        connection.on('close', onClose)
        waitFor(connection)
      })
    },
    join: (connection, isOurs) => {
      const address = addresses.get(connection)
      // It is gone, or is counted.
      if (address === undefined || joined.has(connection)) return address !== undefined
      const here = perAddress.get(address) ?? 0
      const hasRoom = isOurs
        ? joined.size < crowdMax.clients + crowdMax.reserve
        : joined.size < crowdMax.clients && here < crowdMax.perAddress
      if (!hasRoom) return false
      joining.delete(connection)
      joined.add(connection)
      perAddress.set(address, here + 1)
      return true
    },
    leave: (connection) => {
      if (!joined.has(connection)) return
      uncount(connection)
      waitFor(connection)
    },
    addressOf: (connection) => addresses.get(connection) ?? '',
    close: () => {
      clearInterval(clearing)
      clearInterval(expiring)
    },
  }
}
