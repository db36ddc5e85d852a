import axe from 'axe-core'
import t from 'tap'
import { signature } from '../cards/signature.ts'
import { press, signIn, startServer } from '../running.ts'
import { freeSlot, openAs, shelvedCard } from './staff.ts'

const server = await startServer(t)
const post = await signIn(server, 'post1')

/** A card that somebody in its owner's place signed for, with a second person for the missing letter. */
const givenCard = async (): Promise<{ serial: string; number: string }> => {
  const { serial, citizenId } = await shelvedCard(post)
  const ticket = await press(server, 'collect', { citizenId })
  const clerk = await signIn(server, 'staff7')
  await clerk.post('/api/counters/isa-town-7/open', {})
  await clerk.post('/api/counters/isa-town-7/next')
  await clerk.post('/api/counters/isa-town-7/serve', {})
  const given = await clerk.post(`/api/cards/${serial}/handover`, {
    ticketId: ticket.id,
    identity: 'representative',
    representative: { name: 'Ali Hasan', citizenId: '900112345', authorised: false },
    signature: signature(),
    second: { username: 'post2', password: 'demo-dawr' },
  })
  if (given.status !== 200) throw new Error(`not handed over: ${given.body.code}`)
  return { serial, number: ticket.number }
}

const given = givenCard()

const find = async (page: Awaited<ReturnType<typeof openAs>>['page'], asked: string) => {
  await page.getByLabel('Serial, citizen id or place').fill(asked)
  await page.getByRole('button', { name: 'Find', exact: true }).click()
}

t.test('a supervisor sees how a card was given, and the signature for it', async (t) => {
  const { serial, number } = await given
  const { page } = await openAs(t, server, 'supervisor', '/post')
  await find(page, serial)
  const handover = page.getByRole('region', { name: 'Handover' })
  await handover.getByText('Ali Hasan').waitFor()
  await handover.getByText(number).waitFor()
  t.match(await handover.textContent(), /Counter \W?7\b/)
  for (const fact of ['900112345', 'The owner had not authorised them.', 'Layla'])
    await handover.getByText(fact, { exact: false }).waitFor()
  const [answer] = await Promise.all([
    page.waitForResponse(/\/signature$/),
    handover.getByRole('button', { name: 'Show the signature' }).click(),
  ])
  t.equal(answer.status(), 200)
  const image = handover.getByRole('img', { name: `Signature for card ${serial}` })
  await image.waitFor()
  const drawn = 'document.querySelector(".handover__signature").decode().then(() => true)'
  t.ok(await page.evaluate(drawn), 'it is an image')
  await page.evaluate(axe.source)
  const faults = 'axe.run().then(({ violations }) => violations.map(({ help }) => help))'
  t.same(await page.evaluate(faults), [])
})

t.test('the post section sees that a card was given, and no more of it', async (t) => {
  const { serial } = await given
  const { page } = await openAs(t, server, 'post1', '/post')
  await find(page, serial)
  await page.locator('.card-log', { hasText: 'Handed over' }).waitFor()
  t.equal(await page.getByText('Ali Hasan').count(), 0)
  t.equal(await page.getByRole('region', { name: 'Handover' }).count(), 0)
})

t.test('the log says a fetch in words', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  const { serial, citizenId, place } = await shelvedCard(post)
  await press(server, 'collect', { citizenId })
  const { picks } = (await post.get('/api/centres/isa-town/post')).body
  const { id } = picks.find((pick: { serial: string }) => pick.serial === serial)
  await post.post(`/api/picks/${id}/picked`, {})
  await find(page, serial)
  const fetched = page.locator('.card-log li').first()
  await fetched.getByText('Fetched').waitFor()
  await fetched.getByText(`from \u2068${place}\u2069`).waitFor()
  t.notMatch(await fetched.textContent(), /→/)
})

t.test('an empty slot is said to be empty, and what lies in another', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  const free = await freeSlot(post, 'B-01-01-01')
  await find(page, free)
  await page.getByText(`\u2068${free}\u2069 is empty`).waitFor()
  const { place, serial } = await shelvedCard(post)
  await find(page, place)
  await page.getByRole('heading', { name: `In \u2068${place}` }).waitFor()
  await page.locator('.card-log', { hasText: serial }).waitFor()
  await find(page, 'B-99-99-99')
  await page.getByText('There is no such place.').waitFor()
  await find(page, 'ZZ26-000404')
  await page.getByText('No such card in this centre.').waitFor()
  t.pass('and what is no place is no card')
})

t.test('the tab of the boxes counts those there is something to do with', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  const boxes = page.getByRole('tab', { name: /Boxes/ })
  await boxes.waitFor()
  t.equal(await boxes.locator('.tag').count(), 0)
  await post.post('/api/centres/isa-town/boxes', { to: 'muharraq' })
  await boxes.click()
  await boxes.locator('.tag', { hasText: '1' }).waitFor()
})
