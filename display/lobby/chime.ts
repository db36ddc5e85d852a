/** Two soft bell tones, a fifth apart: heard in a hall, and not frightening. */
const TONES = [
  { hz: 659.25, atSec: 0 },
  { hz: 987.77, atSec: 0.32 },
]
const RING_SEC = 1.5
const LOUDNESS = 0.5
/** More than this waiting to ring says nothing more to anybody. */
const QUEUE_MAX_SEC = 4

export interface Chime {
  ring: () => void
  isMuted: () => boolean
  /** Tries to be allowed to sound; browsers want a touch or a setting of the screen's own. */
  unlock: () => void
  onChange: (listener: () => void) => void
  close: () => void
}

const strike = (context: AudioContext, hz: number, at: number): void => {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.type = 'sine'
  oscillator.frequency.value = hz
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.012)
  gain.gain.exponentialRampToValueAtTime(0.0008, at + RING_SEC)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + RING_SEC)
  // A finished tone is let go, so that weeks of calls leave nothing behind.
  oscillator.onended = () => {
    oscillator.disconnect()
    gain.disconnect()
  }
}

/** The lobby's chime. One follows the other; none is cut off by the next. */
export const createChime = (): Chime => {
  const context = new AudioContext()
  let freeAt = 0
  return {
    ring() {
      if (context.state !== 'running') return
      const at = Math.max(context.currentTime, freeAt)
      if (at - context.currentTime > QUEUE_MAX_SEC) return
      freeAt = at + RING_SEC
      for (const tone of TONES) strike(context, tone.hz, at + tone.atSec)
    },
    isMuted: () => context.state !== 'running',
    unlock() {
      // Expected: it stays suspended without a gesture, and says so by its state.
      if (context.state === 'suspended') context.resume().catch(() => undefined)
    },
    onChange(listener) {
      context.onstatechange = listener
    },
    close() {
      void context.close()
    },
  }
}
