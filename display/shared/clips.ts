import type { Language } from '../../src/language.ts'
import type { Phrase } from './spoken-numbers.ts'

/** The address of every clip of an app, as the build wrote it, by `ar/14`. */
export type ClipAddresses = Readonly<Record<string, string>>

/** What `import.meta.glob` finds, `./clips/ar/14.ogg`, by the names of the clips. */
export const byName = (found: Readonly<Record<string, string>>): ClipAddresses =>
  Object.fromEntries(
    Object.entries(found).map(([path, address]) => [
      path.replace(/^.*\/([^/]+\/[^/]+)\.ogg$/, '$1'),
      address,
    ]),
  )

/** Numbers and letters, which are said by more than one app. */
export const wordAddresses = byName(
  import.meta.glob<string>('./clips/*/*.ogg', { eager: true, query: '?url', import: 'default' }),
)

/** Every clip is fetched and decoded once, and kept; there are only so many. */
export const createClips = (context: BaseAudioContext, addresses: ClipAddresses) => {
  const kept = new Map<string, Promise<AudioBuffer>>()

  const fetched = async (key: string): Promise<AudioBuffer> => {
    const address = addresses[key]
    if (address === undefined) throw new Error(`no clip ${key}`)
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    return context.decodeAudioData(await answer.arrayBuffer())
  }

  const load = (key: string): Promise<AudioBuffer> => {
    const known = kept.get(key)
    if (known) return known
    const clip = fetched(key)
    kept.set(key, clip)
    // What failed is fetched anew when it is needed again; whoever asked for it hears of it.
    clip.catch(() => kept.delete(key))
    return clip
  }

  return {
    /** @throws when one of them cannot be had */
    of: (language: Language, names: Phrase): Promise<AudioBuffer[]> =>
      Promise.all(names.map((name) => load(`${language}/${name}`))),
    /**
     * Fetches some, one after another: a word that is needed later may not be had then, without a
     * connection or from a newer build of the server.
     */
    async prepare(languages: readonly Language[], wanted = addresses): Promise<void> {
      const isWanted = (key: string) => languages.some((language) => key.startsWith(`${language}/`))
      for (const key of Object.keys(wanted).filter(isWanted)) {
        // Expected: no connection. It is fetched when it is to be said.
        await load(key).catch(() => undefined)
      }
    },
  }
}

/** What is to begin now begins a little later, or the sound card would be past it already. */
export const LEAD_SEC = 0.05
const PAUSE_SEC = 0.18

/**
 * Lays phrases on the clock of the sound card, a short pause after each: words follow one another
 * without gaps however busy the page is.
 */
export const layPhrases = (
  out: AudioNode,
  phrases: readonly (readonly AudioBuffer[])[],
  firstAt: number,
): { endsAt: number; ended: Promise<unknown>; stop: () => void } => {
  let at = firstAt
  const sources: AudioBufferSourceNode[] = []
  const ends: Promise<void>[] = []
  for (const phrase of phrases) {
    for (const clip of phrase) {
      const source = new AudioBufferSourceNode(out.context, { buffer: clip })
      source.connect(out)
      source.start(at)
      sources.push(source)
      ends.push(
        new Promise((resolve) => {
          source.onended = () => {
            source.disconnect()
            resolve()
          }
        }),
      )
      at += clip.duration
    }
    at += PAUSE_SEC
  }
  return {
    endsAt: at,
    ended: Promise.all(ends),
    stop() {
      for (const source of sources) source.stop()
    },
  }
}
