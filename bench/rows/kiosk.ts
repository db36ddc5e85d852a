import { DEMO_CENTRE } from '../hall.ts'
import type { SignedIn } from './sign-in.ts'

/**
 * Pairs a kiosk at the front door.
 * @param printer its address; left out for a kiosk without one
 * @returns its token
 */
export const pairKiosk = async (
  { url, headers }: SignedIn,
  of: { centre?: string; printer?: string } = {},
): Promise<string> => {
  const { centre = DEMO_CENTRE, printer } = of
  const paired = await fetch(`${url}/api/centres/${centre}/devices`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'kiosk', name: 'bench', printer }),
  })
  if (paired.status !== 201) throw new Error(`no kiosk: ${paired.status}`)
  const { token }: { token: string } = JSON.parse(await paired.text())
  return token
}
