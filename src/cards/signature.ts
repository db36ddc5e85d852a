import { createCanvas, type Image, loadImage } from '@napi-rs/canvas'

/** A drawn signature takes a few kilobytes; more is a photograph, or something else. */
export const SIGNATURE_BYTES_MAX = 30_000
/** The same in base64, as it is sent. */
export const SIGNATURE_CHARS_MAX = Math.ceil(SIGNATURE_BYTES_MAX / 3) * 4

const WIDTH = { min: 100, max: 1200 }
const HEIGHT = { min: 40, max: 600 }
/** Fewer dark pixels are a touch by accident: a stroke of 3 pixels, some 60 long. */
const INK_MIN = 180
/** What is darker than this, of 255, is ink on white paper. */
const INK_LIGHTNESS_MAX = 160

const MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Where a PNG says how wide and how high it is. Format: PNG, 3rd edition, §11.2.1. */
const SIZE_AT = 16

const isWithin = (value: number, { min, max }: { min: number; max: number }): boolean =>
  value >= min && value <= max

/** Whether it says of itself that it is a PNG of a size that a signature has, before any of it is unpacked. */
const isOfSize = (png: Buffer): boolean =>
  png.subarray(0, MAGIC.length).equals(MAGIC) &&
  png.length >= SIZE_AT + 8 &&
  isWithin(png.readUInt32BE(SIZE_AT), WIDTH) &&
  isWithin(png.readUInt32BE(SIZE_AT + 4), HEIGHT)

const imageOf = async (png: Buffer): Promise<Image | null> => {
  try {
    return await loadImage(png)
  } catch {
    // Whatever cannot be drawn is no image; why does not matter to the one who sent it.
    return null
  }
}

/** How many pixels of four bytes are ink, by their lightness in the sense of Rec. 601. */
const inkIn = (pixels: Uint8ClampedArray): number => {
  let ink = 0
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]]
    if (0.299 * red + 0.587 * green + 0.114 * blue < INK_LIGHTNESS_MAX) ink += 1
  }
  return ink
}

/**
 * A signature as a page sends it, base64 of a PNG; null when it is none, or nothing is written on
 * it. What is kept is drawn anew on white paper, so that nothing else comes along: no text, no
 * place, no time.
 * @returns base64 of a PNG
 */
export const readSignature = async (base64: string): Promise<string | null> => {
  if (base64.length > SIGNATURE_CHARS_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const png = Buffer.from(base64, 'base64')
  if (!isOfSize(png)) return null
  const image = await imageOf(png)
  if (!image) return null
  const { width, height } = image
  const paper = createCanvas(width, height)
  const pen = paper.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height)
  pen.drawImage(image, 0, 0)
  const ink = inkIn(pen.getImageData(0, 0, width, height).data)
  // Paper that is mostly black was not written on.
  if (ink < INK_MIN || ink * 2 > width * height) return null
  return (await paper.encode('png')).toString('base64')
}
