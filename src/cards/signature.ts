/** A drawn signature takes a few kilobytes; more is a photograph, or something else. */
export const SIGNATURE_BYTES_MAX = 30_000
/** The same in base64, as it is sent. */
export const SIGNATURE_CHARS_MAX = Math.ceil(SIGNATURE_BYTES_MAX / 3) * 4

const WIDTH = { min: 100, max: 1200 }
const HEIGHT = { min: 40, max: 600 }

const MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Length, type and checksum round the content of a chunk. */
const CHUNK_FRAME = 12
/** What an image is drawn from after its header; no texts, no places and no times, which others could read. */
const DRAWN_FROM = new Set(['PLTE', 'tRNS', 'IDAT', 'sRGB', 'gAMA', 'cHRM', 'sBIT', 'pHYs'])

interface Chunk {
  type: string
  content: Buffer
}

/** The chunks of a PNG to its last byte, or null when it is none. Format: PNG, 3rd edition, §5. */
const chunksOf = (png: Buffer): Chunk[] | null => {
  if (!png.subarray(0, MAGIC.length).equals(MAGIC)) return null
  const chunks: Chunk[] = []
  let at = MAGIC.length
  while (at < png.length) {
    if (at + CHUNK_FRAME > png.length) return null
    const length = png.readUInt32BE(at)
    const end = at + CHUNK_FRAME + length
    if (end > png.length) return null
    const type = png.toString('latin1', at + 4, at + 8)
    chunks.push({ type, content: png.subarray(at + 8, end - 4) })
    at = end
  }
  return chunks
}

const isWithin = (value: number, { min, max }: { min: number; max: number }): boolean =>
  value >= min && value <= max

/** A header of 8 bits a channel, without interlacing, of a size that a signature has. */
const isHeader = ({ type, content }: Chunk): boolean =>
  type === 'IHDR' &&
  content.length === 13 &&
  isWithin(content.readUInt32BE(0), WIDTH) &&
  isWithin(content.readUInt32BE(4), HEIGHT) &&
  content[8] === 8 &&
  [0, 2, 3, 4, 6].includes(content[9] ?? -1) &&
  content.readUIntBE(10, 3) === 0

/**
 * A signature as a page sends it, base64 of a PNG; null when it is none. It is looked at from
 * outside and never drawn here: the header, the size, and that nothing else is packed in it.
 */
export const readSignature = (base64: string): Buffer | null => {
  if (base64.length > SIGNATURE_CHARS_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const png = Buffer.from(base64, 'base64')
  if (png.toString('base64') !== base64) return null
  const chunks = chunksOf(png)
  const [header, ...rest] = chunks ?? []
  const last = rest.at(-1)
  if (!header || !isHeader(header) || last?.type !== 'IEND' || last.content.length > 0) return null
  const inside = rest.slice(0, -1)
  const isDrawn = inside.some(({ type, content }) => type === 'IDAT' && content.length > 0)
  return isDrawn && inside.every(({ type }) => DRAWN_FROM.has(type)) ? png : null
}
