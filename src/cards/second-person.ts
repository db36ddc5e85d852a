import { type Refusal, refuse } from '../refusal.ts'

/**
 * The two-person rule: what one has done, somebody else confirms, who took no part in it.
 * @param second who confirms; null: nobody does yet
 * @param involved who did what is to be confirmed
 * @returns what stands against it, or null
 */
export const secondPerson = (
  second: string | null,
  involved: readonly (string | null)[],
  details: Refusal['details'] = {},
): Refusal | null =>
  second === null || involved.includes(second) ? refuse('second_person_needed', details) : null
