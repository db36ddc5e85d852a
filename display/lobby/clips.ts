import type { Language } from '../../src/language.ts'

/** The address of every clip, as the build wrote it, by `./clips/ar/14.ogg`. */
const addresses = import.meta.glob<string>('./clips/*/*.ogg', {
  eager: true,
  query: '?url',
  import: 'default',
})

const folderOf = (language: Language): string => `./clips/${language}/`
const keyOf = (language: Language, name: string): string => `${folderOf(language)}${name}.ogg`

/** Every clip is fetched and decoded once, and kept; there are only so many. */
export const createClips = (context: BaseAudioContext) => {
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
    of: (language: Language, names: readonly string[]): Promise<AudioBuffer[]> =>
      Promise.all(names.map((name) => load(keyOf(language, name)))),
    /**
     * Fetches all of some languages, one after another: a word that is needed later may not be had
     * then, without a connection or from a newer build of the server.
     */
    async prepare(languages: readonly Language[]): Promise<void> {
      const isWanted = (key: string) =>
        languages.some((language) => key.startsWith(folderOf(language)))
      for (const key of Object.keys(addresses).filter(isWanted)) {
        // Expected: no connection. It is fetched when it is to be said.
        await load(key).catch(() => undefined)
      }
    },
  }
}
