import { crc32, deflateSync } from 'node:zlib'

/** One chunk of a PNG, with its checksum. */
export const chunk = (type: string, content: Buffer = Buffer.alloc(0)): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

export const MAGIC = Buffer.from('89504e470d0a1a0a', 'hex')

/** The header of a grey image of 8 bits. */
export const header = (
  width: number,
  height: number,
  more: Partial<Record<number, number>> = {},
) => {
  const content = Buffer.alloc(13)
  content.writeUInt32BE(width)
  content.writeUInt32BE(height, 4)
  content[8] = 8
  for (const [at, byte] of Object.entries(more)) content[Number(at)] = byte ?? 0
  return chunk('IHDR', content)
}

const pixels = (width: number, height: number) =>
  chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height)))

/** A PNG with these chunks after its header. */
export const png = (...chunks: Buffer[]): Buffer => Buffer.concat([MAGIC, ...chunks])

/** An image as a page sends it. */
export const signature = (width = 400, height = 150, ...extra: Buffer[]): string =>
  png(header(width, height), ...extra, pixels(width, height), chunk('IEND')).toString('base64')
