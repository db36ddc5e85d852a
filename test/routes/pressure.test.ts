import underPressure from '@fastify/under-pressure'
import fastify from 'fastify'
import t from 'tap'
import { type App, problems } from '../../src/http.ts'
import { pageRoutes } from '../../src/pages.ts'

t.test('a server without time refuses questions, but no page and no script of one', async (t) => {
  const app: App = fastify()
  t.teardown(() => app.close())
  await app.register(problems)
  // Always over its limit.
  await app.register(underPressure, { maxHeapUsedBytes: 1, sampleInterval: 10 })
  app.get('/api/asked', async () => ({}))
  await app.register(pageRoutes, { production: true })
  await app.ready()
  await new Promise((resolve) => setTimeout(resolve, 50))
  t.match(await app.inject('/api/asked'), { statusCode: 503 })
  const page = await app.inject('/card')
  t.equal(page.statusCode, 200)
  const script = /src="([^"]+\.js)"/.exec(page.body)?.[1] ?? ''
  t.equal((await app.inject(new URL(script, 'http://here/card').pathname)).statusCode, 200)
})
