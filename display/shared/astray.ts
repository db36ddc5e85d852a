/**
 * Whether what is typed cannot become right any more, however one goes on: that is said at once. Of
 * what is only unfinished nothing is said until one goes on from it.
 * @param begun the pattern of all that is right, and of all that it begins with
 */
export const isAstray = (typed: string, begun: string): boolean =>
  typed !== '' && !new RegExp(`^(?:${begun})$`, 'v').test(typed)
