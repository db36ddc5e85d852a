import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing, one by one: where no file can be made, as
 * under /proc, the recursive way of Node never comes back.
 * @throws the system's error for the first that cannot be made
 */
export const makeFolder = (path: string): void => {
  if (existsSync(path)) return
  const above = dirname(path)
  if (above !== path) makeFolder(above)
  mkdirSync(path)
}
