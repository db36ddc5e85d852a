import './sound-sheet.css'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Both } from '../shared/both.tsx'
import { Button, Dialog } from '../shared/components.tsx'
import { PairingCode, usePairing } from '../shared/pairing-code.tsx'
import type { Sound } from './hooks.ts'
import { ar, en } from './texts.ts'

type Key = Parameters<typeof ar>[0]

const Said = (props: { of: Key; class?: string }) => (
  <Both text={{ ar: ar(props.of), en: en(props.of) }} class={props.class ?? ''} />
)

const OPENING_KEY = 'F2'
const HOLD_MS = 1_500

/** Whether the sheet is open; F2 opens it. Not a letter: scanners and remote controls type those. */
export const useSoundSheet = (): [isOpen: boolean, setOpen: (isOpen: boolean) => void] => {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== OPENING_KEY) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
  return [isOpen, setOpen]
}

/** For a screen without keys: what it is put on tells of a finger that stays on it. */
export const useHold = (onHeld: () => void) => {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const stop = (): void => clearTimeout(timer.current)
  useEffect(() => stop, [])
  return {
    onPointerDown: () => {
      stop()
      timer.current = setTimeout(onHeld, HOLD_MS)
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    // The menu that a long touch brings would lie over the sheet.
    onContextMenu: (event: Event) => event.preventDefault(),
  }
}

const STEP = 5

const Volume = (props: { of: 'chime' | 'voice'; sound: Sound }) => {
  const { settings, setSettings } = props.sound
  const percent = settings[props.of]
  return (
    <label class="sound__volume">
      <Said of={props.of} class="sound__label" />
      <bdi class="sound__percent" dir="ltr">{`${String(percent)} %`}</bdi>
      <input
        type="range"
        min={0}
        max={100}
        step={STEP}
        value={percent}
        onInput={({ currentTarget }) =>
          setSettings({ ...settings, [props.of]: Number(currentTarget.value) })
        }
      />
    </label>
  )
}

const CHOICES = ['arabicFirst', 'englishFirst', 'arabicOnly', 'englishOnly'] as const

const Languages = ({ sound: { settings, setSettings } }: { sound: Sound }) => (
  <fieldset class="plain-set sound__languages">
    <legend class="sound__label">
      <Said of="languages" />
    </legend>
    {CHOICES.map((languages) => (
      <label key={languages} class="sound__choice">
        <input
          type="radio"
          name="languages"
          checked={languages === settings.languages}
          onChange={() => setSettings({ ...settings, languages })}
        />
        <Said of={languages} />
      </label>
    ))}
  </fieldset>
)

/** Unpaired it only has no code for phones, so its own code is for those who look for it. */
const Pairing = ({ centreId }: { centreId: string }) => {
  const code = usePairing('lobby', centreId)
  return (
    <div>
      <Said of="pairing" class="sound__label" />
      <PairingCode code={code} />
    </div>
  )
}

/**
 * How this one screen sounds. What is changed holds at once, and is kept.
 * @param props.unpaired the centre that it can be paired with; null: it is paired
 */
export const SoundSheet = (props: {
  sound: Sound
  unpaired: string | null
  onClose: () => void
}) => (
  <Dialog
    title={`${ar('sound')} · ${en('sound')}`}
    onClose={props.onClose}
    actions={
      <>
        <Button look="primary" onClick={props.onClose}>
          <Said of="done" />
        </Button>
        <Button onClick={props.sound.tryOut}>
          <Said of="tryOut" />
        </Button>
      </>
    }
  >
    <div class="sound">
      <Said of="soundAbout" class="sound__about" />
      <Volume of="chime" sound={props.sound} />
      <Volume of="voice" sound={props.sound} />
      <Languages sound={props.sound} />
      {props.unpaired !== null && <Pairing centreId={props.unpaired} />}
    </div>
  </Dialog>
)
