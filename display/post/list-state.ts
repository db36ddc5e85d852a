import type { DisposalView } from '../../src/cards/disposal.view.ts'

/** How a list stands, in the words of the page: nobody confirmed one that was given up. */
export const listState = ({
  state,
  confirmedBy,
}: Pick<DisposalView, 'state' | 'confirmedBy'>): DisposalView['state'] | 'givenUp' =>
  state === 'closed' && confirmedBy === null ? 'givenUp' : state

export const listLooks: Record<ReturnType<typeof listState>, string> = {
  open: 'tag--ok',
  confirming: 'tag--warn',
  closed: '',
  givenUp: '',
}
