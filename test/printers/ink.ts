import decodeQr from 'jsqr'
import type { Bitmap } from '../../printers/raster.ts'
import type { SlipContent } from '../../printers/slip.ts'

/** The visitor of every story here. */
export const aSlip = (overrides: Partial<SlipContent> = {}): SlipContent => ({
  language: 'ar',
  centre: { ar: 'مركز مدينة عيسى لبطاقة الهوية', en: 'Isa Town ID Card Centre' },
  service: { ar: 'تجديد البطاقة', en: 'Renew card' },
  number: 'A-014',
  issuedAt: Date.UTC(2026, 10, 24, 6, 0),
  timeZone: 'Asia/Bahrain',
  ahead: 12,
  estimate: { p50: 10, p90: 25 },
  url: 'https://dawr.example.bh/t/01932f6c-8e7b-7c3a-9d21-5f0a1b2c3d4e#kJ8s0Zq2Lr7xVb4NwYtE1A',
  copy: false,
  ...overrides,
})

export const isDark = ({ width, bits }: Bitmap, x: number, y: number): boolean =>
  ((bits[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0

/** The number of black dots. */
export const inkOf = ({ bits }: Bitmap): number => {
  let dots = 0
  for (let byte of bits) for (; byte > 0; byte &= byte - 1) dots++
  return dots
}

interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** The smallest rectangle around all ink; null for white paper. */
export const extentOf = (bitmap: Bitmap): Area | null => {
  let [left, top, right, bottom] = [bitmap.width, bitmap.height, -1, -1]
  for (let y = 0; y < bitmap.height; y++)
    for (let x = 0; x < bitmap.width; x++)
      if (isDark(bitmap, x, y)) {
        left = Math.min(left, x)
        right = Math.max(right, x)
        top = Math.min(top, y)
        bottom = Math.max(bottom, y)
      }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** A rectangle of the paper as lines of # and dots, so that a difference can be read. */
export const crop = (bitmap: Bitmap, { x, y, width, height }: Area): string =>
  Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) =>
      isDark(bitmap, x + column, y + row) ? '#' : '.',
    ).join(''),
  ).join('\n')

/** Stretches of columns that carry ink, left to right: letters that join are one. */
export const inkRuns = (bitmap: Bitmap): { from: number; to: number }[] => {
  const runs: { from: number; to: number }[] = []
  let from: number | null = null
  for (let x = 0; x <= bitmap.width; x++) {
    let dark = false
    for (let y = 0; x < bitmap.width && y < bitmap.height && !dark; y++) dark = isDark(bitmap, x, y)
    if (dark) from ??= x
    else if (from !== null) {
      runs.push({ from, to: x })
      from = null
    }
  }
  return runs
}

/** What a phone reads from the paper. */
export const readQr = (bitmap: Bitmap): string | undefined => {
  const { width, height } = bitmap
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isDark(bitmap, x, y)) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
  return decodeQr.default(pixels, width, height)?.data
}
