import type { Language } from '../../src/language.ts'
import type { BoardView } from '../../src/live/events.ts'
import { createClips, LEAD_SEC, layPhrases, wordAddresses } from '../shared/clips.ts'
import { createCallQueue } from './call-queue.ts'
import { ring } from './chime.ts'
import { gainOf, languageChoices, type SoundSettings } from './sound-settings.ts'
import { type SpokenCall, spoken } from './spoken.ts'

type Calls = BoardView['calls']

export interface Announcer {
  /** The board as it is now, and which of its calls are news; both newest first. */
  show: (calls: Calls, news: Calls) => void
  /** Says an example, as soon as nothing else is being said. */
  tryOut: () => void
  setSettings: (settings: SoundSettings) => void
  isMuted: () => boolean
  /** Tries to be allowed to sound; browsers want a touch or a setting of the screen's own. */
  unlock: () => void
  onChange: (listener: () => void) => void
  close: () => void
}

const EXAMPLE: SpokenCall = { number: 'A-014', counter: '7' }
const BETWEEN_LANGUAGES_SEC = 0.5
const AFTER_SEC = 0.6
/** So long a hall may wait for the words of a call after its chime. */
const WORDS_WITHIN_MS = 3_000

/**
 * The lobby's voice: chime, then number and counter in the screen's languages, one call after
 * another, none cut off by the next. Everything of a call is laid on the clock of the sound card at
 * once, so words follow one another without gaps however busy the page is.
 */
export const createAnnouncer = (firstSettings: SoundSettings): Announcer => {
  const context = new AudioContext()
  const chimeOut = context.createGain()
  const voiceOut = context.createGain()
  chimeOut.connect(context.destination)
  voiceOut.connect(context.destination)
  const clips = createClips(context, wordAddresses)
  const queue = createCallQueue()
  let settings = firstSettings
  let freeAt = 0
  let isExampleWanted = false
  let isSpeaking = false
  let onChange = (): void => undefined

  const isMuted = (): boolean => context.state !== 'running'

  const apply = (next: SoundSettings): void => {
    settings = next
    chimeOut.gain.value = gainOf(next.chime)
    voiceOut.gain.value = gainOf(next.voice)
    if (next.voice > 0) void clips.prepare(languageChoices[next.languages])
  }

  /** The clips of each phrase of a call in one language; none where it cannot be said. */
  const wordsIn = async (call: SpokenCall, language: Language): Promise<AudioBuffer[][]> => {
    const phrases = spoken(call, language) ?? []
    try {
      return await Promise.all(phrases.map((phrase) => clips.of(language, phrase)))
    } catch {
      // Expected: a clip that cannot be had now. Half a sentence is worse than none.
      return []
    }
  }

  /** All that is to be said of a call, language after language; nothing where that takes too long. */
  const wordsOf = async (call: SpokenCall): Promise<AudioBuffer[][][]> => {
    if (settings.voice === 0) return []
    const given = Promise.all(
      languageChoices[settings.languages].map((language) => wordsIn(call, language)),
    )
    const late = new Promise<[]>((resolve) => setTimeout(resolve, WORDS_WITHIN_MS, []))
    return Promise.race([given, late])
  }

  const say = async (call: SpokenCall): Promise<void> => {
    let at = Math.max(context.currentTime + LEAD_SEC, freeAt)
    const ends: Promise<unknown>[] = []
    if (settings.chime > 0) {
      const { voiceAt, ended } = ring(chimeOut, at)
      at = voiceAt
      ends.push(ended)
    }
    const languages = await wordsOf(call)
    at = Math.max(at, context.currentTime + LEAD_SEC)
    for (const phrases of languages) {
      const { endsAt, ended } = layPhrases(voiceOut, phrases, at)
      ends.push(ended)
      at = endsAt + BETWEEN_LANGUAGES_SEC
    }
    freeAt = at + AFTER_SEC
    await Promise.all(ends)
  }

  const next = (): SpokenCall | undefined => {
    if (!isExampleWanted) return queue.next(Date.now())
    isExampleWanted = false
    return EXAMPLE
  }

  const speak = async (): Promise<void> => {
    if (isSpeaking) return
    isSpeaking = true
    try {
      for (let call = next(); call; call = next()) await say(call)
    } finally {
      isSpeaking = false
    }
  }

  apply(firstSettings)
  context.onstatechange = () => {
    if (isMuted()) queue.clear()
    onChange()
  }
  return {
    show(calls, news) {
      queue.show(calls, isMuted() ? [] : news, Date.now())
      void speak()
    },
    tryOut() {
      isExampleWanted = true
      void speak()
    },
    setSettings: apply,
    isMuted,
    unlock() {
      // Expected: it stays suspended without a gesture, and says so by its state.
      if (context.state === 'suspended') context.resume().catch(() => undefined)
    },
    onChange(listener) {
      onChange = listener
    },
    close() {
      queue.clear()
      void context.close()
    },
  }
}
