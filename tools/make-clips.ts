import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './builds.ts'
import { clipWords } from './clip-words.ts'
import { promptWords } from './prompt-words.ts'

/**
 * `node tools/run.mjs tools/make-clips.ts`: makes the clips of all voices anew, over those that are
 * there. Run by hand after a change of clip-words.ts or prompt-words.ts; it needs the Debian packages
 * espeak-ng and opus-tools. The same versions make the same bytes.
 */

/** Words that are joined to others are looked at closely by the ear; sentences are many, and long. */
const SETS = [
  { folder: 'display/shared/clips', words: clipWords, kbps: 24 },
  { folder: 'display/kiosk/clips', words: promptWords, kbps: 12 },
] as const

const VOICES = {
  ar: ['-v', 'ar', '-s', '165'],
  en: ['-v', 'en-gb', '-s', '150'],
} as const

/** All clips are made this loud where they speak, so that no word jumps out of its sentence. */
const SPOKEN_DBFS = -20
const PEAK_MAX_DBFS = -1.5
/** What is this far below a clip's loudest moment is silence. */
const SILENT_BELOW_DB = 40
const FRAME_SEC = 0.01
/** The beginning of an f and the end of an h are quieter than that. */
const LEAVE_BEFORE_SEC = 0.015
const LEAVE_AFTER_SEC = 0.045
const FADE_SEC = 0.006

const outputOf = (program: string, args: readonly string[]): Buffer => {
  const { error, status, stdout, stderr } = spawnSync(program, args)
  if (error) throw new Error(`${program} is missing: apt-get install espeak-ng opus-tools`)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
  return stdout
}

interface Sound {
  samples: Float64Array
  hertz: number
}

const WAV_HEADER_BYTES = 44
const RATE_AT = 24

/** What espeak-ng writes: one channel of 16 bits behind a header of 44 bytes. */
const fromWav = (wav: Buffer): Sound => {
  const count = Math.floor((wav.length - WAV_HEADER_BYTES) / 2)
  const sample = (at: number) => wav.readInt16LE(WAV_HEADER_BYTES + 2 * at) / 32_768
  return {
    samples: Float64Array.from({ length: count }, (_, at) => sample(at)),
    hertz: wav.readUInt32LE(RATE_AT),
  }
}

const wavOf = ({ samples, hertz }: Sound): Buffer => {
  const wav = Buffer.alloc(WAV_HEADER_BYTES + 2 * samples.length)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(hertz, RATE_AT)
  wav.writeUInt32LE(2 * hertz, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(2 * samples.length, 40)
  for (const [at, value] of samples.entries())
    wav.writeInt16LE(Math.round(value * 32_767), WAV_HEADER_BYTES + 2 * at)
  return wav
}

const power = (samples: Float64Array): number =>
  samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length)

/** The frames that are not silence: their places and their power. */
const heardFrames = ({ samples, hertz }: Sound): { at: number; power: number }[] => {
  const length = Math.round(FRAME_SEC * hertz)
  const frames = Array.from({ length: Math.ceil(samples.length / length) }, (_, nth) => ({
    at: nth * length,
    power: power(samples.subarray(nth * length, (nth + 1) * length)),
  }))
  const loudest = Math.max(...frames.map((frame) => frame.power))
  const least = loudest * 10 ** (-SILENT_BELOW_DB / 10)
  return frames.filter((frame) => frame.power > least)
}

/** Without the silence around it, and with edges that do not click. */
const trimmed = (sound: Sound): Sound => {
  const { samples, hertz } = sound
  const heard = heardFrames(sound)
  const from = Math.max(0, (heard[0]?.at ?? 0) - LEAVE_BEFORE_SEC * hertz)
  const to = (heard.at(-1)?.at ?? 0) + (FRAME_SEC + LEAVE_AFTER_SEC) * hertz
  const kept = samples.slice(Math.round(from), Math.round(to))
  const edge = FADE_SEC * hertz
  return {
    samples: kept.map((value, at) => value * Math.min(1, at / edge, (kept.length - 1 - at) / edge)),
    hertz,
  }
}

/** As loud as every other, by the power of what is heard; a peak never runs into the limit. */
const levelled = (sound: Sound): Sound => {
  const heard = heardFrames(sound)
  const spoken = Math.sqrt(heard.reduce((sum, frame) => sum + frame.power, 0) / heard.length)
  const peak = sound.samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const gain = Math.min(10 ** (SPOKEN_DBFS / 20) / spoken, 10 ** (PEAK_MAX_DBFS / 20) / peak)
  return { samples: sound.samples.map((value) => value * gain), hertz: sound.hertz }
}

const folder = mkdtempSync(join(tmpdir(), 'clips-'))
const wav = join(folder, 'word.wav')
for (const { folder: set, words, kbps } of SETS) {
  let bytes = 0
  let count = 0
  for (const language of ['ar', 'en'] as const) {
    const clips = join(root, set, language)
    mkdirSync(clips, { recursive: true })
    for (const [name, { text, said = text }] of Object.entries(words[language])) {
      outputOf('espeak-ng', [...VOICES[language], '-w', wav, said])
      writeFileSync(wav, wavOf(levelled(trimmed(fromWav(readFileSync(wav))))))
      const clip = join(clips, `${name}.ogg`)
      // A fixed serial number: opusenc would draw one, and every run would change every file.
      const options = ['--speech', '--bitrate', String(kbps), '--padding', '0']
      outputOf('opusenc', ['--quiet', '--serial', '1', ...options, '--discard-comments', wav, clip])
      bytes += statSync(clip).size
      count += 1
    }
  }
  console.log(`${set}: ${count} clips, ${Math.round(bytes / 1_000)} kB`)
}
rmSync(folder, { recursive: true })
