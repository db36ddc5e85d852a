import { FILE_FORMAT } from '../../src/centres/transfer.ts'

/** The content of a chosen file; undefined: it is none that was downloaded here. */
export const centreFileFrom = async (chosen: Blob): Promise<object | undefined> => {
  let content: unknown
  try {
    content = JSON.parse(await chosen.text())
  } catch {
    // Expected: something else than JSON was chosen.
    return undefined
  }
  if (typeof content !== 'object' || content === null || !('format' in content)) return undefined
  return content.format === FILE_FORMAT ? content : undefined
}
