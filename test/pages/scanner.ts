import type { Page } from 'playwright-core'

const GAP_SEC = 0.008

const codeOf = (character: string): string => {
  if (character === '-') return 'Minus'
  return /\d/.test(character) ? `Digit${character}` : `Key${character}`
}

/**
 * A hand scanner: a whole code typed within a moment and ended with Enter. The keys carry their own
 * times, so that a busy machine does not make a slow hand of it.
 */
export const scan = async (page: Page, code: string): Promise<void> => {
  const keyboard = await page.context().newCDPSession(page)
  let timestamp = Date.now() / 1000
  const press = (key: string, physical: string, text: string) => {
    timestamp += GAP_SEC
    const named = { key, code: physical, timestamp }
    return [
      keyboard.send('Input.dispatchKeyEvent', { ...named, type: 'keyDown', text }),
      keyboard.send('Input.dispatchKeyEvent', { ...named, type: 'keyUp' }),
    ]
  }
  await Promise.all([
    ...[...code].flatMap((character) => press(character, codeOf(character), character)),
    ...press('Enter', 'Enter', '\r'),
  ])
  await keyboard.detach()
}
