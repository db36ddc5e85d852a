/**
 * What nobody sees and nobody types: control characters but for tab and line breaks, and the marks
 * that turn the direction of what follows, with which a note can be made to read as it was not
 * written. The marks of a single letter's direction stay: Arabic names are pasted with them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
const UNSEEN = /[\u0001-\u0008\v\f\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A text without what nobody sees in it. */
export const plainText = (text: string): string => text.replace(UNSEEN, '')

/** Everything that was sent, each text in it made plain: in place, for lists are long. */
export const plainTexts = (value: unknown): unknown => {
  if (typeof value === 'string') return plainText(value)
  if (typeof value !== 'object' || value === null) return value
  for (const [key, one] of Object.entries(value)) Reflect.set(value, key, plainTexts(one))
  return value
}
