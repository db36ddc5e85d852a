import { type Answer, ask } from '../shared/api.ts'
import type { CardStatus } from '../shared/card-status.ts'

/** Not repeated by itself: every try counts against the asker's limit. */
export const askStatus = (citizenId: string, proof: string): Promise<Answer<CardStatus>> =>
  ask('/api/card-status', { method: 'POST', body: { citizenId, proof } })
