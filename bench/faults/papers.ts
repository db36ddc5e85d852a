import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Bitmap } from '../../printers/raster.ts'
import type { Paper } from '../../test/printers/escpos-decoder.ts'
import {
  ALL_WELL,
  type FakePrinter,
  fakePrinter,
  PAPER_OUT,
} from '../../test/printers/fake-printer.ts'
import { isDark, readQr } from '../../test/printers/ink.ts'
import type { Owner } from '../../test/servers.ts'

/** A slip as it lies in somebody's hand. */
export interface Slip {
  ticket: string
  copy: boolean
}

/**
 * A printer on the network that keeps every slip it has cut, and may be in trouble: without paper it
 * takes what it is sent and prints none of it.
 */
export interface Kiosk {
  url: string
  /** What it answers when it is asked how it is. */
  says(byte: number): void
  /** Takes so many milliseconds more for each slip's bytes. */
  slow(ms: number): void
  /** Away, as if switched off; what is under way is cut. */
  leave(): Promise<void>
  comeBack(): Promise<void>
  /** How often somebody began with it and was told that it is not well, or found it slow. */
  met(): number
  /** Reads what is on the paper: takes some milliseconds for each slip. */
  slips(): Slip[]
}

interface Kept {
  width: number
  height: number
  packed: Buffer
}

const keep = ({ width, height, bits }: Bitmap): Kept => ({
  width,
  height,
  packed: deflateRawSync(bits, { level: 1 }),
})

/** The band that marks a copy runs over the whole width at the top, where else is white paper. */
const BAND_Y = 10

const readSlip = ({ width, height, packed }: Kept): Slip => {
  const bitmap = { width, height, bits: inflateRawSync(packed) }
  // The code stands in the lower half; the rest need not be looked at.
  const from = Math.floor(height / 3)
  const lower = {
    width,
    height: height - from,
    bits: bitmap.bits.subarray((from * width) / 8),
  }
  const url = readQr(lower) ?? readQr(bitmap)
  const [, ticket = 'unreadable'] = /\/t\/([^#]+)#/.exec(url ?? '') ?? []
  return { ticket, copy: isDark(bitmap, 0, BAND_Y) && isDark(bitmap, width - 1, BAND_Y) }
}

export const startKiosk = async (owner: Owner): Promise<Kiosk> => {
  const kept: Kept[] = []
  let condition = ALL_WELL
  let slowMs = 0
  let met = 0
  let here: FakePrinter | null = null
  /** Slips of which a part was sent while there was no paper: nobody holds them in their hands. */
  const blank = new WeakSet<Bitmap>()
  const collect = ({ slips }: Paper) => {
    if (condition === PAPER_OUT) for (const slip of slips) if (slip.height > 0) blank.add(slip)
    // The last one is still growing; those before it are cut.
    for (const slip of slips.splice(0, slips.length - 1))
      if (!blank.has(slip)) kept.push(keep(slip))
  }
  const open = async (port: number) => {
    here = await fakePrinter({
      port,
      answer: (_, howMany) => {
        if (howMany === 0 && condition !== ALL_WELL) met += 1
        return condition
      },
      onPiece: (socket, paper) => {
        collect(paper)
        if (slowMs === 0) return
        met += 1
        socket.pause()
        setTimeout(() => socket.resume(), slowMs)
      },
    })
    return here.url
  }
  const leave = async () => {
    await here?.close()
    here = null
  }
  const url = await open(0)
  owner.teardown(leave)
  return {
    url,
    says: (byte) => {
      condition = byte
    },
    slow: (ms) => {
      slowMs = ms
    },
    leave,
    comeBack: async () => void (await open(Number(new URL(url).port))),
    met: () => met,
    slips: () => kept.map(readSlip),
  }
}
