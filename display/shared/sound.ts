/** Short tones for hands and eyes that are busy: made here, so there is no file to wait for. */

interface Tone {
  hertz: number
  fromSec: number
  forSec: number
}

const GOOD: Tone[] = [
  { hertz: 880, fromSec: 0, forSec: 0.09 },
  { hertz: 1320, fromSec: 0.09, forSec: 0.14 },
]
const BAD: Tone[] = [
  { hertz: 196, fromSec: 0, forSec: 0.22 },
  { hertz: 147, fromSec: 0.28, forSec: 0.42 },
]

const LOUDNESS = 0.25
const EDGE_SEC = 0.012

let context: AudioContext | undefined

const play = (tones: Tone[], type: OscillatorType): void => {
  context ??= new AudioContext()
  const audio = context
  // A browser holds sound back until the first key or press; from then on it plays.
  void audio.resume()
  for (const { hertz, fromSec, forSec } of tones) {
    const from = audio.currentTime + fromSec
    const oscillator = audio.createOscillator()
    const gain = audio.createGain()
    oscillator.type = type
    oscillator.frequency.value = hertz
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE_SEC)
    gain.gain.setValueAtTime(LOUDNESS, from + forSec - EDGE_SEC)
    gain.gain.linearRampToValueAtTime(0, from + forSec)
    oscillator.connect(gain).connect(audio.destination)
    oscillator.start(from)
    oscillator.stop(from + forSec)
  }
}

export const soundGood = (): void => play(GOOD, 'sine')
export const soundBad = (): void => play(BAD, 'square')
