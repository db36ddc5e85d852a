import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The order of the curve P-256. */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** A pair of keys on P-256, raw and in base64url, as Web Push writes them. */
export interface KeyPair {
  publicKey: string
  privateKey: string
}

const P256_BYTES = 32

/** @throws for bytes that are no private key */
export const keyPairOf = (privateKey: Buffer): KeyPair => {
  if (privateKey.length !== P256_BYTES) throw new Error('a private key on P-256 has 32 bytes')
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(privateKey)
  return {
    publicKey: ecdh.getPublicKey('base64url'),
    privateKey: privateKey.toString('base64url'),
  }
}

/** What the one DATA_KEY is used for; each use has a key of its own (HKDF, RFC 5869). */
export interface Vault {
  /** AES-256-GCM, base64url of nonce ‖ text ‖ tag; another text each time. */
  seal(plain: string): string
  /** @throws when the text was changed or sealed under another key */
  open(sealed: string): string
  /** A keyed hash: equal for equal values, and of no use without the key. */
  find(plain: string): string
  /** The token of a session that goes on elsewhere: whoever made the request id may ask for it again. */
  movedToken(code: string, requestId: string): string
  /** A password given by somebody else: whoever made the request id may be told it again. */
  givenPassword(staffId: string, requestId: string): string
  /** As `find`, for the number of an application: equal to no hash of anything else. */
  findApplication(number: string): string
  /** A ticket's secret: derived, so that a repeated request is given the same one. */
  ticketSecret(ticketId: string): string
  /** The code in the lobby's QR for one stretch of time. */
  joinCode(centreId: string, stretch: number): string
  /** The short code that goes with a card's SMS: six digits. */
  pickupCode(serial: string): string
  /** Proves that a member of staff signed in at a browser before. */
  browserProof(browser: string, staffId: string): string
  /** The topic under which a push of a ticket replaces the one before: says nothing of it. */
  pushTopic(ticketId: string): string
  /** What push services know us by, where no other key is given. */
  pushKeys(): KeyPair
}

export const openVault = (dataKey: Buffer): Vault => {
  // As key objects: a key given as bytes is made into one at each use, which takes eight times the
  // hash itself.
  const derive = (use: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', `dawr ${use}`, 32)))
  const sealing = derive('seal')
  const finding = derive('find')
  const applications = derive('application')
  const secrets = derive('ticket')
  const joins = derive('join')
  const pickups = derive('pickup')
  const browsers = derive('browser')
  const topics = derive('push topic')
  const moves = derive('moved session')
  const passwords = derive('given password')
  const mac = (key: KeyObject, value: string) => createHmac('sha256', key).update(value).digest()
  return {
    seal: (plain) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
    find: (plain) => mac(finding, plain).toString('base64url'),
    movedToken: (code, requestId) => mac(moves, `${code} ${requestId}`).toString('base64url'),
    givenPassword: (staffId, requestId) => passwordFrom(mac(passwords, `${staffId} ${requestId}`)),
    findApplication: (number) => mac(applications, number).toString('base64url'),
    ticketSecret: (ticketId) => mac(secrets, ticketId).subarray(0, 16).toString('base64url'),
    joinCode: (centreId, stretch) =>
      mac(joins, `${centreId} ${stretch}`).subarray(0, 6).toString('base64url'),
    pickupCode: (serial) =>
      String(mac(pickups, serial).readUInt32BE() % 1_000_000).padStart(6, '0'),
    browserProof: (browser, staffId) =>
      mac(browsers, `${browser} ${staffId}`).subarray(0, 16).toString('base64url'),
    pushTopic: (ticketId) => mac(topics, ticketId).subarray(0, 24).toString('base64url'),
    pushKeys: () => {
      // More bits than the order has, so that no key is likelier than another (FIPS 186-5, A.2.1).
      const bits = Buffer.from(hkdfSync('sha256', dataKey, '', 'dawr push', 48))
      const scalar = (BigInt(`0x${bits.toString('hex')}`) % (P256_ORDER - 1n)) + 1n
      return keyPairOf(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex'))
    },
  }
}

/** A token that cannot be guessed: 256 random bits, in characters that every header takes. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** Six digits, to be typed once and soon, where guesses are counted. */
export const randomCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** SHA-256 for tokens that are random already. */
export const tokenHash = (token: string): string => hash('sha256', token, 'base64url')

/** Compares two secrets in a time that does not depend on where they differ. */
export const sameSecret = (a: string, b: string): boolean => {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))
}

/** Small letters and digits, without those that are taken for one another on paper. */
const PASSWORD_SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const PASSWORD_GROUPS = 4
const GROUP_SIGNS = 4

const PASSWORD_BYTES = 32

/** So many bytes that no sign is likelier than another. */
const passwordFrom = (bytes: Buffer): string => {
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  const nextSign = (): string => {
    const sign = PASSWORD_SIGNS.charAt(Number(rest % BigInt(PASSWORD_SIGNS.length)))
    rest /= BigInt(PASSWORD_SIGNS.length)
    return sign
  }
  return Array.from({ length: PASSWORD_GROUPS }, () =>
    Array.from({ length: GROUP_SIGNS }, nextSign).join(''),
  ).join('-')
}

/** A password to be written down and typed once: 79 random bits, `k7mp-x4rt-9wqd-3hn6`. */
export const randomPassword = (): string => passwordFrom(randomBytes(PASSWORD_BYTES))
