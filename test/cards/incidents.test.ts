import { openIncident } from '../../src/cards/incident.store.ts'
import type { Step } from '../../src/db/transact.ts'
import { withApp } from './app.ts'

withApp('every open incident can be reached, the newest first', async (t, db, { centre, get }) => {
  await db.write(centre, function* (command): Step<null> {
    for (let at = 0; at < 120; at++)
      yield* openIncident(
        { ...command, now: 1000 + Math.floor(at / 70) },
        {
          id: `i${String(at).padStart(3, '0')}`,
          kind: 'missing',
          serial: `X${at}`,
          manifestId: null,
          note: '',
        },
      )
    return null
  })
  const view = await get(`/api/centres/${centre}/post`)
  t.equal(view.body.incidentCount, 120)
  t.equal(view.body.incidents.length, 50)
  const ids: string[] = []
  let next: string | null = null
  do {
    const after = next === null ? '' : `?after=${encodeURIComponent(next)}`
    const page = await get(`/api/centres/${centre}/incidents${after}`)
    t.equal(page.status, 200)
    for (const { id } of page.body.incidents) ids.push(id)
    next = page.body.next
  } while (next !== null && ids.length < 1000)
  const newestFirst = Array.from(
    { length: 120 },
    (_, at) => `i${String(119 - at).padStart(3, '0')}`,
  )
  t.strictSame(ids, newestFirst)
  t.strictSame(
    view.body.incidents.map(({ id }: { id: string }) => id),
    newestFirst.slice(0, 50),
  )
  for (const after of ['', 'x', '12', '-1 i1', `9 ${'x'.repeat(200)}`])
    t.equal(
      (await get(`/api/centres/${centre}/incidents?after=${encodeURIComponent(after)}`)).status,
      400,
    )
})

withApp(
  'an incident names the delivery its card came with',
  async (t, db, { centre, get, send }) => {
    const cards = [{ serial: 'DL26-0000001', citizenId: '900112345' }]
    const path = `/api/centres/${centre}/manifests`
    const { body: delivery } = await send(path, { origin: 'Main plant', cards })
    const about = (id: string, serial: string, manifestId: string | null) => ({
      ...{ id, kind: 'missing' as const, serial, manifestId, note: '' },
    })
    await db.write(centre, function* (command): Step<null> {
      yield* openIncident(command, about('told', 'DL26-0000002', delivery.id))
      yield* openIncident(command, about('by_card', 'DL26-0000001', null))
      yield* openIncident(command, about('unknown', 'DL26-0000003', null))
      return null
    })
    const { body } = await get(`/api/centres/${centre}/incidents`)
    const of = (id: string) => body.incidents.find((one: { id: string }) => one.id === id).manifest
    t.match(of('told'), { id: delivery.id, origin: 'Main plant', createdAt: String })
    t.match(of('by_card'), { id: delivery.id, origin: 'Main plant' })
    t.equal(of('unknown'), null)
  },
)
