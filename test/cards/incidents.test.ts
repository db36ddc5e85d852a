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
