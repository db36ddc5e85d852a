/**
 * Tells a hand scanner from a hand: a scanner types a whole code at a pace no hand has and ends it
 * with Enter. On a busy machine some of its keys come late; they are still keys of the same code.
 * Pure, so that it can be tried without a keyboard.
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
  /** How many of its keys came later than a scanner types. */
  late: number
}

/** No hand types key after key this fast; slow scanners still do. */
const QUICK_MAX_MS = 60
/** What comes after a longer pause is something else. Within it nothing is cut in two. */
const PAUSE_MAX_MS = 700
/** The shortest code is that of a place that stands for itself: `Q1`. Of so few keys none may be late. */
const LENGTH_MIN = 2
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

/**
 * Whether a finished burst is a scanner's: fewer than one key in four came late, its Enter among
 * them. A hand is late with nearly all of them, so what it types stays typed.
 */
const isScan = ({ text, late }: Burst): boolean =>
  text.length >= LENGTH_MIN && text.length <= LENGTH_MAX && late * 4 < text.length

/** What a key makes of the burst so far: a longer one, a finished scan, or nothing. */
export const hear = (
  burst: Burst | undefined,
  pressed: Key,
): { burst?: Burst; scanned?: string } => {
  const { atMs } = pressed
  const before = burst && atMs - burst.lastMs <= PAUSE_MAX_MS ? burst : undefined
  const late = before ? before.late + Number(atMs - before.lastMs > QUICK_MAX_MS) : 0
  if (pressed.key === 'Enter' || pressed.key === 'Tab')
    return before && isScan({ ...before, late }) ? { scanned: before.text } : {}
  const character = characterOf(pressed)
  if (character === undefined)
    // Shift comes with every capital a scanner types.
    return before && pressed.key === 'Shift' ? { burst: before } : {}
  if (!before) return { burst: { text: character, startedMs: atMs, lastMs: atMs, late } }
  // A text longer than any code is none, but its end is no code either.
  const text = before.text.length > LENGTH_MAX ? before.text : before.text + character
  return { burst: { text, startedMs: before.startedMs, lastMs: atMs, late } }
}
