import { useStaffTexts } from './staff-texts.ts'

/** The usual reasons for a pause, as the server keeps them: a word that every language can say. */
export const pauseReasons = ['prayer', 'break', 'meal', 'meeting', 'trouble'] as const
export type PauseReason = (typeof pauseReasons)[number]

const isUsual = (reason: string): reason is PauseReason =>
  pauseReasons.some((one) => one === reason)

/** A reason in the page's language; one that somebody wrote stays as it was written. */
export const usePauseWords = (): ((reason: string) => string) => {
  const text = useStaffTexts()
  return (reason) => (isUsual(reason) ? text(`pause_${reason}`) : reason)
}
