import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { outcomeOf } from '../../display/tickets/moved.ts'
import { ticketById } from '../../src/tickets/ticket.store.ts'
import { openPage, sizes } from '../browser.ts'
import { anyone, press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'

/** What a visitor wishes while their phone has no way to the server, or loses its answers. */
const server = await startServer(t)
const clerk = await signIn(server, 'staff1')
await clerk.post('/api/counters/isa-town-1/open', {})

const opened = async (t: Test) => {
  const ticket = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, `${server.url}/t/${ticket.id}#${ticket.secret}`, {
    size: sizes.phone,
  })
  await page.getByRole('heading', { name: 'You are in the queue' }).waitFor()
  const row = async () => (await server.deps.db.read(ticketById({ id: ticket.id })))[0]
  /** Whoever follows finds an empty line. */
  t.teardown(() =>
    anyone(server).post(
      `/api/tickets/${ticket.id}/leave`,
      {},
      {
        authorization: `Bearer ${ticket.secret}`,
      },
    ),
  )
  return { ticket, page, row }
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const notConfirmed = (page: Page) => page.getByText('not confirmed yet')
/** Counts what is sent of a move. */
const sentOf = (page: Page, what: string) => {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith(`/${what}`)) sent.push(request.method())
  })
  return sent
}
const leave = async (page: Page) => {
  await button(page, 'I do not want to wait').click()
  await button(page, 'Yes, leave').click()
}

t.test('Asked for without a way to the server, more time comes with the way', async (t) => {
  const { page, row } = await opened(t)
  await page.context().setOffline(true)
  await button(page, 'I need ten more minutes').click()
  await notConfirmed(page).waitFor()
  t.same(await faultsOf(page), [], 'axe finds nothing')
  t.equal((await row())?.state, 'waiting')
  t.equal(await page.getByRole('alert').count(), 0, 'and no trouble is told')
  t.equal(await button(page, 'I do not want to wait').count(), 0, 'one wish at a time')
  await page.context().setOffline(false)
  await page.getByText('You will not be called before', { exact: false }).waitFor()
  t.equal(await notConfirmed(page).count(), 0)
  t.match(await row(), { state: 'parked', putOffs: 1 })

  await page.context().setOffline(true)
  await button(page, 'I am back: put me in the queue').click()
  await notConfirmed(page).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('heading', { name: 'You are in the queue' }).waitFor()
  t.match(await row(), { state: 'waiting', putOffs: 1 })
})

t.test('What was done while its answer was lost is not done again', async (t) => {
  const { page, row } = await opened(t)
  const sent = sentOf(page, 'put-off')
  await page.route(
    '**/put-off',
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
  await button(page, 'I need ten more minutes').click()
  await page.getByText('You will not be called before', { exact: false }).waitFor()
  await notConfirmed(page).waitFor({ state: 'detached' })
  t.match(await row(), { state: 'parked', putOffs: 1 })
  t.equal(sent.length, 1)
  t.equal(await page.getByRole('alert').count(), 0)
})

t.test('Who leaves without a way to the server has left once it is back', async (t) => {
  const { page, row } = await opened(t)
  await page.context().setOffline(true)
  await leave(page)
  await notConfirmed(page).waitFor()
  t.equal((await row())?.state, 'waiting')
  await page.context().setOffline(false)
  await page.getByRole('heading', { name: 'You left the queue' }).waitFor()
  t.equal((await row())?.state, 'left')
})

t.test('Taken back while it is on its way, it is not done', async (t) => {
  const { page, row } = await opened(t)
  await page.context().setOffline(true)
  await leave(page)
  await button(page, 'Take it back').click()
  await notConfirmed(page).waitFor({ state: 'detached' })
  const sent = sentOf(page, 'leave')
  await page.context().setOffline(false)
  await page.getByText('No connection since', { exact: false }).waitFor({ state: 'detached' })
  await button(page, 'I need ten more minutes').click()
  await page.getByText('You will not be called before', { exact: false }).waitFor()
  t.same(sent, [])
  t.equal((await row())?.state, 'parked')
})

t.test('Called in between: nobody is put off or given up by what was wished before', async (t) => {
  for (const wish of ['put-off', 'leave'] as const) {
    const { ticket, page, row } = await opened(t)
    await page.context().setOffline(true)
    if (wish === 'leave') await leave(page)
    else await button(page, 'I need ten more minutes').click()
    await notConfirmed(page).waitFor()
    const called = await clerk.post('/api/counters/isa-town-1/next')
    t.equal(called.body.ticket.id, ticket.id)
    await page.context().setOffline(false)
    await page.getByText('before your wish arrived', { exact: false }).waitFor()
    await page.getByRole('heading', { name: 'It is your turn' }).waitFor()
    t.match(await row(), { state: 'called', putOffs: 0 })
    t.same(await faultsOf(page), [])
    await leave(page)
    await page.getByRole('heading', { name: 'You left the queue' }).waitFor()
  }
})

t.test('What became of a move is read from the ticket', async (t) => {
  const waiting = { state: 'waiting', putOffsLeft: 2 } as const
  const away = { state: 'parked', awayUntil: '2026-12-05T04:30:00.000Z' } as const
  t.equal(outcomeOf('put-off', waiting, waiting), 'open')
  t.equal(outcomeOf('put-off', waiting, away), 'done')
  t.equal(outcomeOf('put-off', waiting, { state: 'waiting', putOffsLeft: 1 }), 'done', 'and over')
  t.equal(outcomeOf('put-off', { state: 'waiting', putOffsLeft: 1 }, { state: 'waiting' }), 'done')
  t.equal(outcomeOf('put-off', waiting, { ...waiting, state: 'called', counter: '3' }), 'overtaken')
  t.equal(outcomeOf('put-off', waiting, { state: 'serving', counter: '3' }), 'overtaken')
  t.equal(outcomeOf('leave', waiting, { state: 'left' }), 'done')
  t.equal(outcomeOf('leave', waiting, { state: 'served' }), 'overtaken')
  t.equal(outcomeOf('return', away, away), 'open')
  t.equal(outcomeOf('return', { state: 'no_show' }, { state: 'called', counter: '3' }), 'done')
  t.equal(outcomeOf('return', away, { state: 'left' }), 'overtaken')
})
