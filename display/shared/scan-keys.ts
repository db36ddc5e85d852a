/**
 * Tells a hand scanner from a hand: a scanner types a whole code within a moment and ends it with
 * Enter. Pure, so that it can be tried without a keyboard.
 */

export interface Key {
  /** The physical key (`KeyB`, `Digit3`): a scanner means it whatever the keyboard's language. */
  code: string
  key: string
  /** Milliseconds on any clock that moves evenly. */
  atMs: number
}

export interface Burst {
  text: string
  startedMs: number
  lastMs: number
}

/** No hand types every key this fast; slow scanners still do. */
const GAP_MAX_MS = 60
const LENGTH_MIN = 4
const LENGTH_MAX = 64

/** The letter, digit or hyphen of a key as it stands on a Latin keyboard; undefined for others. */
export const characterOf = ({ code, key }: Pick<Key, 'code' | 'key'>): string | undefined => {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (code === 'Minus' || code === 'NumpadSubtract') return '-'
  if (letter !== undefined || digit !== undefined) return letter ?? digit
  // Some scanners send characters without keys.
  return code === '' && /^[A-Za-z0-9-]$/.test(key) ? key.toUpperCase() : undefined
}

/** What a key makes of the burst so far: a longer one, a finished scan, or nothing. */
export const hear = (
  burst: Burst | undefined,
  pressed: Key,
): { burst?: Burst; scanned?: string } => {
  const isQuick = burst !== undefined && pressed.atMs - burst.lastMs <= GAP_MAX_MS
  if (pressed.key === 'Enter' || pressed.key === 'Tab')
    return isQuick && burst.text.length >= LENGTH_MIN ? { scanned: burst.text } : {}
  const character = characterOf(pressed)
  if (character === undefined) {
    // Shift comes with every capital a scanner types.
    return isQuick && pressed.key === 'Shift' ? { burst: { ...burst, lastMs: pressed.atMs } } : {}
  }
  if (!isQuick || burst.text.length >= LENGTH_MAX)
    return { burst: { text: character, startedMs: pressed.atMs, lastMs: pressed.atMs } }
  return { burst: { ...burst, text: burst.text + character, lastMs: pressed.atMs } }
}
