import type { CustodyAction } from '../../src/cards/card.ts'
import type { PostText } from './texts.ts'

const actionKeys = {
  received: 'action_received',
  shelved: 'action_shelved',
  moved: 'action_moved',
  picked: 'action_picked',
  put_back: 'action_put_back',
  handed_over: 'action_handed_over',
  missing: 'action_missing',
  found: 'action_found',
  quarantined: 'action_quarantined',
  released: 'action_released',
  undone: 'action_undone',
  packed: 'action_packed',
  listed: 'action_listed',
  sent: 'action_sent',
  arrived: 'action_arrived',
  returned: 'action_returned',
  destroyed: 'action_destroyed',
} as const satisfies Record<CustodyAction, string>

const isAction = (action: string): action is keyof typeof actionKeys =>
  Object.hasOwn(actionKeys, action)

/** What the custody log calls a step, in words. */
export const actionWords = (action: string, text: PostText): string =>
  isAction(action) ? text(actionKeys[action]) : action
