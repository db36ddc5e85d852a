import t from 'tap'
import { activeDeviceByToken } from '../../src/devices/device.store.ts'
import { askPairing, PAIRING_MS, pairByCode } from '../../src/devices/pairing.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildAuthor, buildCentre } from '../factories.ts'

let ids = 0

await onBothEngines(t, 'the code of a screen makes it a device, once', async (t, db, clock) => {
  const { id: centreId } = await buildCentre(db)
  const elsewhere = await buildCentre(db)
  const tokenHash: string = 'hash of a token'
  const screen = { centreId, kind: 'kiosk' as const, tokenHash }
  const ask = (pairing: typeof screen, ...codes: string[]) =>
    db.amend(() => askPairing(clock.now(), pairing, () => codes.shift() ?? 'none left'))
  const pair = (code: string, centre = centreId) =>
    db.write(centre, (command) =>
      pairByCode(command, buildAuthor(), code, {
        id: `device-${++ids}`,
        name: 'Door',
        printer: null,
      }),
    )

  t.match(await ask({ ...screen, centreId: 'nowhere' }, '111111'), { refused: 'unknown_centre' })
  t.equal(await ask(screen, '111111'), '111111')
  t.strictSame(await db.read(activeDeviceByToken({ tokenHash })), [], 'it opens nothing yet')
  t.match(await pair('222222'), { refused: 'unknown_pairing', details: { code: '222222' } })
  t.match(await pair('111111', elsewhere.id), { refused: 'unknown_pairing' }, 'of another centre')
  t.match(await pair('111111'), { kind: 'kiosk', name: 'Door', active: true })
  t.match(await db.read(activeDeviceByToken({ tokenHash })), [{ centreId, kind: 'kiosk' }])
  t.match(await pair('111111'), { refused: 'unknown_pairing' }, 'a code counts once')

  const late = { ...screen, tokenHash: 'hash of another' }
  t.equal(await ask(late, '333333'), '333333')
  t.equal(await ask({ ...late, tokenHash: 'a third' }, '333333', '444444'), '444444', 'its own')
  clock.advance(PAIRING_MS)
  t.match(await pair('333333'), { refused: 'unknown_pairing' }, 'too late')
  for (let n = 0; n < 50; n += 1)
    t.equal(await ask({ ...screen, tokenHash: `screen ${n}` }, `5000${n + 10}`), `5000${n + 10}`)
  t.match(await ask(screen, '666666'), { refused: 'too_many_requests' })
  clock.advance(PAIRING_MS)
  t.equal(await ask(screen, '666666'), '666666', 'those of before are forgotten')
})
