/**
 * Loaded before a server (`node --import`): its wall clock then stands where the parent puts it,
 * at first by MOVED_CLOCK_MS, for everything that asks for the date. Timers and the monotonic clock go on, as they do when the
 * clock of a machine is put right.
 */
const RealDate = Date
let offsetMs = Number(process.env.MOVED_CLOCK_MS ?? 0)

const now = (): number => RealDate.now() + offsetMs

class MovedDate extends RealDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(now())
    else super(...(parts as [number]))
  }
  static override now(): number {
    return now()
  }
}
Object.defineProperty(globalThis, 'Date', { value: MovedDate, writable: true, configurable: true })

process.on('message', (told: { offsetMs: number }) => {
  offsetMs = told.offsetMs
})
// Listening to the parent is no reason to stay.
process.channel?.unref()
