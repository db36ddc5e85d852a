import t from 'tap'
import { readCsv } from '../../src/cards/manifest-csv.ts'
import { readsAsOther } from '../../src/cards/place-code.ts'
import { onBothEngines } from '../databases.ts'
import { setUp } from './app.ts'
import { allCards, done, OWNER, whyNot } from './given.ts'

const HEAD = 'serial,citizenId,phone,language'

t.test('a serial that a scan could not tell from a place or a ticket is named', async (t) => {
  const sections = new Set(['B', 'X1'])
  for (const code of ['C-005', 'O-00001', 'B-01-02-03', 'ZZ-01-02-003', 'B', 'B-01', 'X1-01-002'])
    t.ok(readsAsOther(code, sections), code)
  for (const code of [
    'X2',
    'A-1',
    'AB26-000001',
    'C-05',
    'C-000005',
    'B-1',
    'B-010101',
    'B-01-01-01-01',
    'X2-01',
    '123456',
    '900112345',
  ])
    t.notOk(readsAsOther(code, sections), code)
})

t.test('a list is read however a spreadsheet writes it', async (t) => {
  const want = [
    { serial: 'X1', citizenId: '010203040', phone: '', language: '' },
    { serial: 'X2', citizenId: '900112345', phone: '36001234', language: 'en' },
  ]
  const list = `${HEAD}\nX1,010203040,,\n"X2", 900112345 ,"36001234",en`
  const written = {
    plain: list,
    ended: `${list}\n`,
    'with \\r\\n': list.replaceAll('\n', '\r\n'),
    'with \\r': list.replaceAll('\n', '\r'),
    'with a mark': `\ufeff${list}`,
    'with semicolons': `\ufeff${list.replaceAll(',', ';').replaceAll('\n', '\r\n')}\r\n`,
    'with tabs': list.replaceAll(',', '\t'),
    'with its separator said': `sep=;\r\n${list.replaceAll(',', ';')}`,
    'with other capitals': list.replace('citizenId', 'CITIZENID'),
    'with empty lines': `\n${list.replace('\n', '\n\n,,,\n')}\n,,\n`,
    'with columns too many': list.replaceAll('\n', ',,\n'),
  }
  for (const [how, text] of Object.entries(written)) t.same(done(readCsv(text)).cards, want, how)
  t.same(done(readCsv(written['with empty lines'])).lines, [5, 6], 'lines as a person counts them')
  for (const text of ['', '\n', 'serial\nX1', 'serial|citizenId\nX1|1', 'X1,010203040'])
    t.equal(whyNot(readCsv(text)), 'bad_csv_header', JSON.stringify(text))
  t.match(readCsv('serial,citizenId\n'.padEnd(900_000, 'X,1\n')), {
    details: { field: 'cards' },
  })
  const quoted = done(readCsv('serial,citizenId,language\n"X""1","a,b" ,en\nX2,"9'))
  t.match(quoted.cards, [
    { serial: 'X"1', citizenId: 'a,b', language: 'en' },
    { serial: '?', citizenId: '' },
  ])
  const astray = done(readCsv('serial,citizenId\nX1,"1\nX2,2\nX3,3\n"X4,4\nX5,5'))
  t.same(
    astray.cards.map(({ serial }) => serial),
    ['?', 'X2', 'X3', '?', 'X5'],
    'two quotes astray take no line between them along',
  )
  t.same(astray.lines, [2, 3, 4, 5, 6])
  const long = done(readCsv('serial,citizenId\nX1,010203040,what else\nX2'))
  t.match(long.cards, [{ citizenId: '010203040,what else' }, { serial: 'X2', citizenId: '' }])
})

await onBothEngines(t, 'one bad line does not keep the others out', async (t, db, clock) => {
  const { app, centre, post, send } = await setUp(t, db, clock)
  const url = `/api/centres/${centre}/manifests`
  const upload = async (language: string, serials: string, payload: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: `${url}?origin=plant`,
      headers: { ...post, 'content-type': 'text/csv', 'accept-language': language },
      payload: payload.replaceAll('S', serials),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const list = [
    'serial;citizenId;phone;language;applicationNumber',
    'S1;010203040;;;',
    `${'S'.repeat(65)};010203040;;;`,
    `S2;${'1'.repeat(40)};;;`,
    `S3;010203040;${'3'.repeat(40)};;`,
    'S4;010203040;;arabic and english;',
    `S5;010203040;;;${'A'.repeat(70)}`,
    'S6;"010203040;;;',
    'S7;010203040;;;;and more',
    'S8;0102\u0000;;;',
    'B-01-01-01;010203040;;;',
    'B-01;010203040;;;',
    'C-005;010203040;;;',
    '',
    'S9;900112345;36001234;en;',
  ].join('\r\n')
  const en = await upload('en', 'X', `\ufeff${list}`)
  t.match(en, { status: 201, body: { expected: 2 } })
  const rejected = (body: { rejected: { row: number; code: string; field: string }[] }) =>
    body.rejected.map(({ row, code, field }) => `${row} ${code} ${field}`)
  t.same(rejected(en.body), [
    '3 bad_manifest_row serial',
    '4 bad_manifest_row citizenId',
    '5 bad_manifest_row phone',
    '6 bad_manifest_row language',
    '7 bad_manifest_row applicationNumber',
    '8 bad_manifest_row serial',
    '9 bad_manifest_row applicationNumber',
    '10 bad_manifest_row citizenId',
    '11 ambiguous_serial serial',
    '12 ambiguous_serial serial',
    '13 ambiguous_serial serial',
  ])
  const ar = await upload('ar', 'Y', list)
  t.same(rejected(ar.body), rejected(en.body))
  for (const { detail } of en.body.rejected) t.match(detail, /^[A-Z][^\u0600-\u06ff]*\.$/)
  for (const { detail } of ar.body.rejected)
    t.match(detail.replace(/[BC]-[\d-]+/, ''), /^[\u0600-\u06ff][^A-Za-z]*\.$/)
  for (const { detail } of [...en.body.rejected, ...ar.body.rejected])
    t.notMatch(detail, /line|السطر|\^|undefined/i, 'the line is said before it')
  t.match(en.body.rejected[1].detail, 'This is not valid: the personal number.')

  const asJson = await send(url, {
    origin: 'plant',
    cards: [
      { serial: 'Z1', citizenId: OWNER },
      { serial: 'Z'.repeat(65), citizenId: OWNER },
      { serial: 'Z2', citizenId: 900112345, phone: null },
      { serial: 'Z3' },
      { serial: { a: 1 }, citizenId: OWNER },
      'Z4',
      null,
      { serial: 'Z5', citizenId: OWNER, phone: ['36001234'] },
    ],
  })
  t.match(asJson, { status: 201, body: { expected: 2 } })
  t.same(rejected(asJson.body), [
    '2 bad_manifest_row serial',
    '4 bad_manifest_row citizenId',
    '5 bad_manifest_row serial',
    '6 bad_manifest_row serial',
    '7 bad_manifest_row serial',
    '8 bad_manifest_row phone',
  ])
  t.same((await db.read(allCards)).map(({ serial }) => serial).sort(), [
    'X1',
    'X9',
    'Y1',
    'Y9',
    'Z1',
    'Z2',
  ])

  const none = await upload('en', 'V', 'serial,citizenId\n\nB-01,010203040\nV1,12')
  t.match(none, { status: 400, body: { code: 'ambiguous_serial', details: { serial: 'B-01' } } })
  const allBad = await upload('en', 'N', 'serial,citizenId\nS1,1x\n\nB-01,010203040')
  t.match(allBad, {
    status: 400,
    body: {
      code: 'bad_manifest_row',
      errors: [
        {
          code: 'malformed',
          detail: 'Line \u20682\u2069: This is not valid: the personal number.',
        },
        { code: 'ambiguous_serial', detail: /^Line .4.: / },
      ],
    },
  })
  const alone = await upload('en', 'V', 'serial,citizenId\n\nV1,12')
  t.notOk(alone.body.errors, 'one fault is told once')
  t.match(alone, {
    body: {
      code: 'bad_manifest_row',
      detail: 'No line of the list can be taken. Line 3: the personal number is not valid.',
    },
  })
  for (const cards of [[], {}, 'X', 1, undefined])
    t.match(await send(url, { origin: 'plant', cards }), { status: 400 })
})
