import { createContext } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Piece } from './prompts.ts'
import { createSpeaker, type Speaker } from './speaker.ts'

/** What stands on the screen: the whole of it, and what has become of it since. */
interface Scene {
  prompt: readonly Piece[]
  news: readonly Piece[]
}

export interface Narrator {
  /** Says a scene; the one below it is said again when it is gone. @returns how it goes */
  open: (scene: Scene) => () => void
  tell: Speaker['tell']
  /** All that the newest scene has to say. */
  again: () => void
  hush: () => void
  isSpeaking: () => boolean
}

const narratorOver = (speaker: Speaker): Narrator => {
  const scenes: Scene[] = []
  const again = (): void => {
    const scene = scenes.at(-1)
    if (scene) speaker.say([...scene.prompt, ...scene.news])
  }
  return {
    open(scene) {
      scenes.push(scene)
      speaker.say(scene.prompt)
      return () => {
        const wasNewest = scenes.at(-1) === scene
        scenes.splice(scenes.indexOf(scene), 1)
        if (!wasNewest) return
        speaker.stop()
        again()
      }
    },
    tell: speaker.tell,
    again,
    hush: speaker.stop,
    isSpeaking: speaker.isSpeaking,
  }
}

/** Null where nothing is read aloud. */
export const Aloud = createContext<Narrator | null>(null)

/** Reads aloud while it is on; any press ends what is being said. */
export const useNarrator = (isOn: boolean): Narrator | null => {
  const [narrator, setNarrator] = useState<Narrator | null>(null)
  useEffect(() => {
    if (!isOn) return undefined
    let speaker: Speaker
    try {
      speaker = createSpeaker()
    } catch {
      // Expected: a browser that can make no sound. There is nothing to hear, and all else goes on.
      return undefined
    }
    setNarrator(narratorOver(speaker))
    addEventListener('pointerdown', speaker.stop, { capture: true })
    addEventListener('keydown', speaker.stop, { capture: true })
    return () => {
      removeEventListener('pointerdown', speaker.stop, { capture: true })
      removeEventListener('keydown', speaker.stop, { capture: true })
      speaker.close()
      setNarrator(null)
    }
  }, [isOn])
  return narrator
}

/** Says what a component shows when it comes and when its prompt changes; its news as they come. */
export const useSaid = (prompt: readonly Piece[], news: readonly Piece[] = []): void => {
  const narrator = useContext(Aloud)
  const scene = useRef<Scene>({ prompt, news })
  scene.current.prompt = prompt
  scene.current.news = news
  useEffect(() => narrator?.open(scene.current), [narrator, JSON.stringify(prompt)])
  useEffect(() => {
    if (scene.current.news.length > 0) narrator?.tell(scene.current.news)
  }, [narrator, JSON.stringify(news)])
}
