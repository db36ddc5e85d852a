import type { Language } from '../src/language.ts'

export type Weight = 400 | 600 | 700
export interface TextStyle {
  /** Dots an em. */
  size: number
  weight: Weight
  language: Language
  /** A code: no two of its letters are drawn as one, so that it is copied as it is read. */
  isCode?: boolean
}

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}
/** One line of text inside its rectangle; `baseline` is counted from the top of the slip. */
export interface TextBox extends Rectangle {
  kind: 'text'
  text: string
  style: TextStyle
  align: 'left' | 'centre' | 'right'
  /** Decides the order of mixed text; a ticket number is always `ltr`. */
  direction: 'rtl' | 'ltr'
  ink: 'black' | 'white'
  baseline: number
}
export interface FillBox extends Rectangle {
  kind: 'fill'
}
/** A QR code with its quiet zone. */
export interface QrBox extends Rectangle {
  kind: 'qr'
  text: string
  /** Dots a module. */
  module: number
}
export type Box = TextBox | FillBox | QrBox

/** All in printer dots (203 a inch, 8 a millimetre) from the top left corner. */
export interface Layout {
  width: number
  height: number
  boxes: Box[]
}

/** What a layout must know of fonts and codes. */
export interface Metrics {
  /** The advance of a line of text in dots. */
  textWidth(text: string, style: TextStyle): number
  /** Modules along one side of the QR code for a text, without its quiet zone. */
  qrModules(text: string): number
}

/** The printable width of an 80 mm printer at 203 dpi. */
export const SLIP_WIDTH = 576
/** An A4 sheet in points, 72 an inch: layouts of pages count in these. */
export const A4 = { width: 595, height: 842 } as const
/** ISO/IEC 18004 asks for four modules of white on every side. */
export const QUIET_MODULES = 4
