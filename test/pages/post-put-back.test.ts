import t from 'tap'
import { startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { scan } from './scanner.ts'
import { openAs, shelvedCard } from './staff.ts'

/** A drawer of the demo, in another section than the cards that are seen there. */
const drawer = 'D-03-08'

t.test('a misplaced card is ticked off where it belongs, outside the stocktake', async (t) => {
  const server = await startServer(t)
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const [one, two] = [await shelvedCard(api), await shelvedCard(api)]
  const begun = await api.post('/api/centres/isa-town/stocktakes', { place: drawer })
  const path = `/api/stocktakes/${begun.body.id}`
  await page.getByRole('tab', { name: 'Stocktake' }).click()
  await page.getByRole('button', { name: /^Go on/ }).click()
  await page.getByText('Scan a slot, then its cards').waitFor()
  const line = (serial: string) => page.locator('.side-line', { hasText: serial })

  await scan(page, `${drawer}-01`)
  await page.locator('.answer--told', { hasText: `${drawer}-01` }).waitFor()
  for (const { serial, place } of [one, two]) {
    await scan(page, serial)
    await page
      .locator('.answer--bad', { hasText: serial })
      .getByText(`Put back to \u2068${place}`)
      .waitFor()
    await line(serial).getByText(`Put back to \u2068${place}`).waitFor()
  }
  await page.getByText('also outside this stocktake').waitFor()

  // Its slot is asked for its card; another card there is refused as before.
  await scan(page, one.place)
  const told = page.locator('.answer--told', { hasText: one.place })
  await told.getByText('Now scan the card that you put back here').waitFor()
  await told.getByText('outside the stocktake').waitFor()
  t.same(await faultsOf(page), [])
  await scan(page, two.serial)
  await page
    .locator('.answer--bad', { hasText: two.serial })
    .getByText('is outside this stocktake')
    .waitFor()
  await scan(page, one.serial)
  await page.locator('.answer--good', { hasText: one.serial }).getByText('Put back').waitFor()
  await line(one.serial).locator('.tag', { hasText: 'Put back' }).waitFor()
  t.equal(await line(two.serial).locator('.tag').count(), 0)

  // The other one after the end: an ordinary scan, and the list says so by itself.
  const { unseen } = (await api.get(path)).body
  t.equal((await api.post(`${path}/close`, { missing: unseen })).status, 200)
  await page.locator('.side-title .tag', { hasText: 'Closed' }).waitFor()
  await page.getByText('The signed report stays as it was').waitFor()
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, two.place)
  await scan(page, two.serial)
  await page
    .locator('.answer--good', { hasText: two.serial })
    .getByText('It was here already')
    .waitFor()
  await line(two.serial).locator('.tag', { hasText: 'Put back' }).waitFor()
  await page.getByText('The signed report stays as it was').waitFor({ state: 'detached' })
  t.same(await faultsOf(page), [])
  const { body } = await api.get(`${path}?list=misplaced`)
  t.same(
    body.cards.map(({ putRight }: { putRight: boolean }) => putRight),
    [true, true],
  )
})
