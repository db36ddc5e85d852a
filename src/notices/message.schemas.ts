import { Type } from 'typebox'
import { TEXT_MAX } from './wording.ts'

/** Neither empty nor blank at its ends; of what is invisible only the ends of lines. */
const TEXT = '^[^\\p{Cc}\\s](?:(?:[^\\p{Cc}]|\\n)*[^\\p{Cc}\\s])?$'
const Text = Type.Union([Type.String({ pattern: TEXT, maxLength: TEXT_MAX }), Type.Null()], {
  description: 'With its placeholders in braces, such as `{number}`; null: the usual text.',
})

/** A message in a centre's own words. */
export const MessageTexts = Type.Object({ ar: Text, en: Text }, { additionalProperties: false })
