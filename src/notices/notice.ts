export const noticeKinds = ['ticket_issued', 'nearly_turn', 'card_ready'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** `sending` is a claim on the way from queued to sent. */
export type NoticeState = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'expired'
