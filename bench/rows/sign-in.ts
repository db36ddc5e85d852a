export interface SignedIn {
  url: string
  headers: { cookie: string }
}

/** Signs the administrator of a bench's server in. */
export const adminAt = async (server: {
  url: string
  adminPassword: string
}): Promise<SignedIn> => {
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: server.adminPassword }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0]
  if (!cookie) throw new Error(`the administrator cannot sign in: ${answer.status}`)
  return { url: server.url, headers: { cookie } }
}
