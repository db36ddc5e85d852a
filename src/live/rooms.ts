/** What one can watch; a room's name is `<kind> <id>`. */
export type RoomKind = 'board' | 'ticket' | 'counter' | 'centre' | 'post'
export type Room = `${RoomKind} ${string}`

export const room = (kind: RoomKind, id: string): Room => `${kind} ${id}`

const kinds: readonly RoomKind[] = ['board', 'ticket', 'counter', 'centre', 'post']
const ID = /^[A-Za-z0-9._-]{1,64}$/
const SECRET_MAX = 64

/** A room and the secret that came with it, read from what a client sent; undefined: not understood. */
export const watched = (
  sent: unknown,
): { kind: RoomKind; id: string; secret: string | undefined } | undefined => {
  if (typeof sent !== 'object' || sent === null) return undefined
  const what: Partial<Record<RoomKind | 'secret', unknown>> = sent
  const kind = kinds.find((one) => one in what)
  const id = kind && what[kind]
  if (!kind || typeof id !== 'string' || !ID.test(id)) return undefined
  const { secret } = what
  if (secret !== undefined && (typeof secret !== 'string' || secret.length > SECRET_MAX))
    return undefined
  return { kind, id, secret }
}

/** The kind and id in a room's name. */
export const parseRoom = (name: Room): { kind: RoomKind; id: string } => {
  const at = name.indexOf(' ')
  const kind = kinds.find((one) => one === name.slice(0, at))
  if (!kind) throw new Error(`${name} is not a room`)
  return { kind, id: name.slice(at + 1) }
}
