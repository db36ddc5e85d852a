import { createHash } from 'node:crypto'

/**
 * Two octets that stand for a notice at a provider (`user_message_reference`), the same each time.
 * @returns 0 to 65535
 */
export const referenceOf = (noticeId: string): number =>
  createHash('sha256').update(noticeId).digest().readUInt16BE()
