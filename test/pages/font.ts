import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'

/** What the tables of a font say: its units, and in these its capitals and small letters; its weight. */
export const measuresOf = (family: string, script: string, weight: number) => {
  const name = `${family}/files/${family}-${script}-${weight}-normal`
  const woff = readFileSync(`node_modules/@fontsource/${name}.woff`)
  const table = (wanted: string): Buffer => {
    for (let at = 44, left = woff.readUInt16BE(12); left > 0; at += 20, left--) {
      if (woff.toString('latin1', at, at + 4) !== wanted) continue
      const start = woff.readUInt32BE(at + 4)
      const bytes = woff.subarray(start, start + woff.readUInt32BE(at + 8))
      return bytes.length < woff.readUInt32BE(at + 12) ? inflateSync(bytes) : bytes
    }
    throw new Error(`${name} has no table ${wanted}`)
  }
  const os2 = table('OS/2')
  return {
    units: table('head').readUInt16BE(18),
    weight: os2.readUInt16BE(4),
    small: os2.readInt16BE(86),
    capitals: os2.readInt16BE(88),
  }
}
