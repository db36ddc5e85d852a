import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import { may } from './access.ts'
import type { App } from './http.ts'
import { refuse } from './refusal.ts'

/** The pages' addresses, which stand on posters and in SMS, and the app behind each. */
export const pages = {
  '/': 'home',
  '/lobby/:centre': 'lobby',
  '/kiosk/:centre': 'kiosk',
  '/counter': 'counter',
  '/post': 'post',
  '/join/:centre': 'join',
  '/guide/:centre': 'guide',
  '/t/:ticketId': 'visitor',
  '/card': 'card',
  '/supervisor': 'supervisor',
  '/admin': 'admin',
} as const

/** Only for whoever works on the screens: every shared component in all its states. */
export const workshopPages = { '/design': 'design' } as const

const dist = resolve('display/dist')

/** Serves the built pages, the workshop’s not in production: the same files for everybody, everything personal comes over the API. */
export const pageRoutes = async (
  app: App,
  { production }: { production: boolean },
): Promise<void> => {
  // The build wrote each file compressed beside it.
  await app.register(fastifyStatic, { root: dist, serve: false, preCompressed: true })
  const config = {
    may: may.anyone,
    limit: 'none' as const,
    // A file costs little, and a page whose script was refused would stay empty for good.
    pressureHandler: () => undefined,
  }
  const served = production ? pages : { ...pages, ...workshopPages }
  for (const [path, name] of Object.entries(served)) {
    app.get(path, { config, schema: { hide: true } }, (_request, reply) =>
      existsSync(`${dist}/${name}/index.html`)
        ? reply.header('cache-control', 'no-cache').sendFile(`${name}/index.html`)
        : reply.refuse(refuse('unknown_route')),
    )
  }
  // Its address is the reach of a service worker, so it has no hash: it is asked for each time.
  app.get('/t/ticket-worker.js', { config, schema: { hide: true } }, (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .sendFile('t/ticket-worker.js', { cacheControl: false }),
  )
  app.get('/assets/*', { config, schema: { hide: true } }, (request, reply) =>
    // Built files carry a hash of their content in their names, so they never change.
    reply.sendFile(request.url.split('?', 1)[0]?.slice(1) ?? '', {
      maxAge: '365d',
      immutable: true,
    }),
  )
}
