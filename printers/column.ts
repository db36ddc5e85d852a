import type { Bilingual, Language } from '../src/language.ts'
import type { Box, Metrics, TextBox, TextStyle } from './layout.ts'

const SIZE_MIN = 18
/** IBM Plex Sans Arabic: its ascent and descent in ems, so that marks above and below have room. */
export const ASCENT = 1.09
const DESCENT = 0.43

export const other = (language: Language): Language => (language === 'ar' ? 'en' : 'ar')
export const directionOf = (language: Language): TextBox['direction'] =>
  language === 'ar' ? 'rtl' : 'ltr'
export const startOf = (language: Language): TextBox['align'] =>
  language === 'ar' ? 'right' : 'left'
export const endOf = (language: Language): TextBox['align'] =>
  language === 'ar' ? 'left' : 'right'

/** The words of a text in as few lines as possible. */
const fill = (text: string, fits: (line: string) => boolean): string[] => {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const last = lines.at(-1)
    const longer = `${last} ${word}`
    if (last !== undefined && fits(longer)) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** As few lines as possible, and these as even as possible: no word is left alone on the last. */
const wrap = (text: string, style: TextStyle, width: number, { textWidth }: Metrics): string[] => {
  const within = (limit: number) => fill(text, (line) => textWidth(line, style) <= limit)
  let best = within(width)
  if (best.length < 2) return best
  for (let share = 0.95; share >= 0.5; share -= 0.05) {
    const limit = width * share
    const tried = within(limit)
    if (tried.length > best.length || tried.some((line) => textWidth(line, style) > limit)) break
    best = tried
  }
  return best
}

const cut = (line: string, fits: (line: string) => boolean): string => {
  if (fits(line)) return line
  const letters = [...line]
  while (letters.length > 0 && !fits(`${letters.join('')}…`)) letters.pop()
  return `${letters.join('')}…`
}

/** A text in at most so many lines: smaller when it must be, cut off when even that is too long. */
const fit = (
  text: string,
  style: TextStyle,
  width: number,
  linesMax: number,
  metrics: Metrics,
): { lines: string[]; style: TextStyle } => {
  let size = style.size
  for (;;) {
    const tried = { ...style, size }
    const fits = (line: string) => metrics.textWidth(line, tried) <= width
    const lines = wrap(text, tried, width, metrics)
    if (lines.length <= linesMax && lines.every(fits)) return { lines, style: tried }
    if (size <= SIZE_MIN) {
      const kept = [...lines.slice(0, linesMax - 1), lines.slice(linesMax - 1).join(' ')]
      return { lines: kept.map((line) => cut(line, fits)), style: tried }
    }
    size = Math.max(SIZE_MIN, Math.floor(size * 0.9))
  }
}

/** A column that is filled from the top. */
export interface Column {
  x: number
  width: number
  y: number
  boxes: Box[]
}

export interface Said {
  text: string
  style: TextStyle
  align: TextBox['align']
  linesMax?: number
  ink?: TextBox['ink']
}

export const say = (column: Column, said: Said, metrics: Metrics): void => {
  const { text, align, linesMax = 1, ink = 'black' } = said
  const { lines, style } = fit(text, said.style, column.width, linesMax, metrics)
  for (const line of lines) {
    const height = Math.ceil((ASCENT + DESCENT) * style.size)
    column.boxes.push({
      kind: 'text',
      text: line,
      style,
      align,
      direction: directionOf(style.language),
      ink,
      x: column.x,
      y: column.y,
      width: column.width,
      height,
      baseline: column.y + Math.round(ASCENT * style.size),
    })
    column.y += height
  }
}

/** Arabic letters are lower than Latin ones of the same size: small, they get a little more. */
export const secondStyle = (language: Language, size: number): TextStyle => ({
  size: language === 'ar' ? Math.round(size * 1.15) : size,
  weight: 400,
  language,
})

/** The same in both languages: the visitor's large, the other one below it. */
export const sayBoth = (
  column: Column,
  text: Bilingual,
  first: TextStyle,
  secondSize: number,
  metrics: Metrics,
  shape: { align: TextBox['align']; linesMax?: number },
): void => {
  const { language } = first
  say(column, { text: text[language], style: first, ...shape }, metrics)
  const style = secondStyle(other(language), secondSize)
  say(column, { text: text[style.language], style, ...shape }, metrics)
}

/** Two short texts on one line, the visitor's language at the side where it starts. */
export const sayAtEnds = (
  column: Column,
  [first, second]: readonly [Said, Said],
  metrics: Metrics,
): void => {
  const { y } = column
  say(column, first, metrics)
  const below = column.y
  const size = first.style.size - second.style.size
  // Both stand on one baseline.
  column.y = y + Math.round(ASCENT * size)
  say(column, second, metrics)
  column.y = Math.max(below, column.y)
}

export const rule = (column: Column, above: number, below: number): void => {
  column.y += above
  column.boxes.push({ kind: 'fill', x: column.x, y: column.y, width: column.width, height: 2 })
  column.y += 2 + below
}
