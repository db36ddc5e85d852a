import t from 'tap'
import { onBothEngines } from '../databases.ts'
import { setUp, signedIn } from './app.ts'
import { allCustody, allIncidents, givenCard, revisionOf } from './given.ts'

/** An override that turns what follows, an isolate, a bell and a C1 control; a tab and a new line stay. */
const dirty = (text: string): string => `\u202e${text}\u2066\u0007\u009b`

await onBothEngines(t, 'no text keeps what nobody sees in it', async (t, db, clock) => {
  const { centre, get, send } = await setUp(t, db, clock)
  await givenCard(db, centre, 'X1')
  const slot = { place: 'B-01-01-01', serial: dirty('X1'), device: dirty('bench 1') }
  t.match(await send(`/api/centres/${centre}/scans`, slot), { status: 200, body: { serial: 'X1' } })
  t.match(await db.read(allCustody), [{ device: 'bench 1' }])
  t.match(await send(`/api/centres/${centre}/scans`, { place: 'B-01', serial: 'X1' }), {
    status: 422,
  })
  const [incident] = await db.read(allIncidents)
  const remark = `${dirty('عُثر عليها')} B\n\tنعم \u200fX1`
  const noted = await send(`/api/incidents/${incident?.id}`, { remark })
  t.match(noted, { status: 200 })
  t.match(await db.read(allIncidents), [{ remark: 'عُثر عليها B\n\tنعم \u200fX1' }])
  const cards = [{ serial: 'X2', citizenId: dirty('900112345') }]
  const announced = await send(`/api/centres/${centre}/manifests`, {
    origin: dirty('plant'),
    cards,
  })
  t.match(announced, { status: 201, body: { expected: 1 } })
  const supervisor = await signedIn(db, clock, 'supervisor', centre)
  t.match((await get(`/api/centres/${centre}/post`, undefined, supervisor)).body.manifests, [
    { origin: 'plant' },
  ])
})

await onBothEngines(t, 'a bad field is named, and no pattern is shown', async (t, db, clock) => {
  const { app, centre, post } = await setUp(t, db, clock)
  const before = await revisionOf(db, centre)
  const scans = `/api/centres/${centre}/scans`
  const good = { place: 'B-01-01-01', serial: 'X1' }
  const cases: [object, string, RegExp, RegExp][] = [
    [{ ...good, serial: 'X 1' }, 'serial', /the serial of the card/, /الرقم التسلسلي للبطاقة/],
    [{ ...good, scanId: 'short' }, 'scanId', /the id of the scan/, /رقم المسح/],
    [{ serial: 'X1' }, 'place', /missing: the code of the place/, /ناقص: رمز المكان/],
    [{ ...good, serial: 'X'.repeat(80) }, 'serial', /longer than allowed/, /أطول من المسموح/],
    [{ ...good, more: 1 }, 'more', /not known here: more/, /غير معروف/],
  ]
  for (const [payload, field, en, ar] of cases)
    for (const [language, detail] of [
      ['en', en],
      ['ar', ar],
    ] as const) {
      const headers = { ...post, 'accept-language': language }
      const answer = await app.inject({ method: 'POST', url: scans, headers, payload })
      t.match(answer.json(), { status: 400, code: 'malformed', detail, details: { field } })
      t.notMatch(answer.json().detail, /pattern|\^|\[/, `${field} ${language}`)
    }
  const unreadable = await app.inject({
    method: 'POST',
    url: scans,
    headers: { ...post, 'content-type': 'application/json', 'accept-language': 'en' },
    payload: '{"place',
  })
  t.match(unreadable.json(), { code: 'malformed', detail: /cannot be read/ })
  const odd = await app.inject({
    method: 'POST',
    url: scans,
    headers: { ...post, 'accept-language': 'en' },
    payload: { ...good, '<b>[^a]</b>': 1 },
  })
  t.notMatch(odd.json().detail, /<b>/, 'a name that was sent is not said again as it was')
  t.equal(await revisionOf(db, centre), before)
})
