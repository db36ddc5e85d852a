import { type Language, languages } from '../../src/language.ts'
import { byName, createClips, LEAD_SEC, layPhrases, wordAddresses } from '../shared/clips.ts'
import type { Phrase } from '../shared/spoken-numbers.ts'
import type { Piece } from './prompts.ts'

const sentenceAddresses = byName(
  import.meta.glob<string>('./clips/*/*.ogg', { eager: true, query: '?url', import: 'default' }),
)

/** A voice that does not come to an end, as some never say that they have, is not waited for. */
const UTTERANCE_MAX_MS = 30_000

export interface Speaker {
  /** Says this now, in place of what is being said. */
  say: (pieces: readonly Piece[]) => void
  /** Says this as soon as nothing else is being said; newer news take its place until then. */
  tell: (news: readonly Piece[]) => void
  stop: () => void
  isSpeaking: () => boolean
  close: () => void
}

/** With any other voice, what is said leaves the building. */
const localVoice = (language: Language): SpeechSynthesisVoice | undefined =>
  globalThis.speechSynthesis
    ?.getVoices()
    .find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language))

const utter = (voice: SpeechSynthesisVoice, words: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(words)
    utterance.voice = voice
    utterance.lang = voice.lang
    const timer = setTimeout(resolve, UTTERANCE_MAX_MS)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    utterance.onend = done
    utterance.onerror = done
    signal.addEventListener('abort', () => {
      speechSynthesis.cancel()
      done()
    })
    speechSynthesis.speak(utterance)
  })

/** One mouth: it says one thing at a time, and falls silent at once when it is told to. */
export const createSpeaker = (): Speaker => {
  const context = new AudioContext()
  const clips = createClips(context, { ...wordAddresses, ...sentenceAddresses })
  let running: AbortController | undefined
  let waiting: readonly Piece[] = []
  let freeAt = 0
  // Expected: it stays suspended without a gesture; then nothing is heard.
  context.resume().catch(() => undefined)
  void clips.prepare(languages, sentenceAddresses)
  // Some browsers look for their voices only when they are first asked.
  localVoice('ar')

  /** Lays a phrase behind the one before it. @returns its end */
  const lay = async (
    language: Language,
    names: Phrase,
    signal: AbortSignal,
  ): Promise<{ ended: Promise<unknown> } | undefined> => {
    // Expected: a clip that cannot be had now. What comes after it is still worth hearing.
    const phrase = await clips.of(language, names).catch(() => [])
    if (signal.aborted || phrase.length === 0) return undefined
    const at = Math.max(context.currentTime + LEAD_SEC, freeAt)
    const { endsAt, ended, stop } = layPhrases(context.destination, [phrase], at)
    freeAt = endsAt
    signal.addEventListener('abort', stop)
    return { ended }
  }

  const stop = (): void => {
    running?.abort()
    running = undefined
    waiting = []
    freeAt = 0
  }

  const speak = async (pieces: readonly Piece[]): Promise<void> => {
    const mine = new AbortController()
    running = mine
    const { signal } = mine
    let last: { ended: Promise<unknown> } | undefined
    for (const piece of pieces) {
      const voice = 'words' in piece ? localVoice(piece.language) : undefined
      if ('words' in piece && voice) {
        await last?.ended
        if (!signal.aborted && piece.words !== '') await utter(voice, piece.words, signal)
      } else {
        const names = 'words' in piece ? piece.otherwise : piece.clips
        last = (await lay(piece.language, names, signal)) ?? last
      }
      if (signal.aborted) return
    }
    await last?.ended
    if (signal.aborted) return
    running = undefined
    const next = waiting
    waiting = []
    if (next.length > 0) void speak(next)
  }

  return {
    say(pieces) {
      stop()
      void speak(pieces)
    },
    tell(news) {
      if (running) waiting = news
      else void speak(news)
    },
    stop,
    isSpeaking: () => running !== undefined,
    close() {
      stop()
      void context.close()
    },
  }
}
