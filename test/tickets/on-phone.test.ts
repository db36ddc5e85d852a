import t from 'tap'
import { v7 as uuid } from 'uuid'
import { query } from '../../src/db/transact.ts'
import { anyone, caller, liveClient, onBothServers, press, view, watch } from '../running.ts'

await onBothServers(t, 'a kiosk is told once that its number is on a phone', async (t, server) => {
  const { id, secret } = await press(server)
  const visitor = caller(server.url, { authorization: `Bearer ${secret}` })
  const kiosk = await liveClient(t, server)
  await watch(kiosk, { ticket: id, secret })
  t.notHas(
    (await visitor.get(`/api/tickets/${id}`)).body,
    { onPhone: true },
    'reading says nothing',
  )
  const told = view(kiosk, 'ticket', ({ onPhone }) => onPhone === true)
  t.equal((await visitor.put(`/api/tickets/${id}/on-phone`, undefined)).status, 204)
  await told
  t.equal((await visitor.put(`/api/tickets/${id}/on-phone`, undefined)).status, 204)
  const again = (await visitor.get(`/api/tickets/${id}`)).body
  t.match(again, { onPhone: true, state: 'waiting' })
  const outbox = await server.deps.db.read(
    query((db, { events }) => db.select({ type: events.type }).from(events)),
  )
  t.equal(outbox.filter(({ type }) => type === 'ticket_on_phone').length, 1)
  const other = await press(server)
  t.equal((await visitor.put(`/api/tickets/${other.id}/on-phone`, undefined)).status, 401)
})

await onBothServers(
  t,
  'a number that was taken with a phone is told to no kiosk',
  async (t, server) => {
    const { body } = await anyone(server).post('/api/centres/isa-town/tickets', {
      service: 'renew',
      requestId: uuid(),
    })
    const visitor = caller(server.url, { authorization: `Bearer ${body.secret}` })
    const { revision } = (await visitor.get(`/api/tickets/${body.id}`)).body
    t.equal((await visitor.put(`/api/tickets/${body.id}/on-phone`, undefined)).status, 204)
    const after = (await visitor.get(`/api/tickets/${body.id}`)).body
    t.notHas(after, { onPhone: true })
    t.equal(after.revision, revision, 'and nothing is written')
  },
)
