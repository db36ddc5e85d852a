/** Two soft bell tones, a fifth apart: heard in a hall, and not frightening. */
const TONES = [
  { hz: 659.25, atSec: 0 },
  { hz: 987.77, atSec: 0.32 },
]
const RING_SEC = 1.5
/** Beside a voice of −20 dBFS: the bell calls for attention, and does not drown what follows. */
const LOUDNESS = 0.3
/** When the second tone has faded enough to speak over it. */
const VOICE_AFTER_SEC = 1.25

const strike = (out: AudioNode, hz: number, at: number): Promise<void> => {
  const { context } = out
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.type = 'sine'
  oscillator.frequency.value = hz
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.012)
  gain.gain.exponentialRampToValueAtTime(0.0008, at + RING_SEC)
  oscillator.connect(gain).connect(out)
  oscillator.start(at)
  oscillator.stop(at + RING_SEC)
  return new Promise((resolve) => {
    // A finished tone is let go, so that weeks of calls leave nothing behind.
    oscillator.onended = () => {
      oscillator.disconnect()
      gain.disconnect()
      resolve()
    }
  })
}

/** Rings once, at a time of the context. @returns from when a voice is heard beside it, and its end */
export const ring = (out: AudioNode, at: number): { voiceAt: number; ended: Promise<unknown> } => ({
  voiceAt: at + VOICE_AFTER_SEC,
  ended: Promise.all(TONES.map(({ hz, atSec }) => strike(out, hz, at + atSec))),
})
