import { type Answer, ask } from '../shared/api.ts'

/** `POST /api/card-status`. */
export interface CardStatus {
  state: 'ready' | 'not_here' | 'other_centre' | 'collected' | 'unknown'
  centre?: string
  section?: string
}

/** Not repeated by itself: every try counts against the asker's limit. */
export const askStatus = (citizenId: string, proof: string): Promise<Answer<CardStatus>> =>
  ask('/api/card-status', { method: 'POST', body: { citizenId, proof } })
