import t from 'tap'
import { onBothServers, signIn } from '../running.ts'

const path = '/api/centres/isa-town/messages'

await onBothServers(
  t,
  'a message is said in the words of a centre, and in the usual ones again',
  async (t, server) => {
    const admin = await signIn(server, 'admin')
    const before = (await admin.get(path)).body
    t.equal(before.length, 8, 'every message, those to browsers as well')
    const own = { ar: null, en: 'Please come, {number}\n{ahead}' }
    const changed = await admin.put(`${path}/push_nearly`, own)
    const of = (messages: { kind: string }[]) => messages.find(({ kind }) => kind === 'push_nearly')
    t.match(of(changed.body), {
      own,
      says: {
        ar: { parts: 0 },
        en: { text: /^Please come, [A-Z]-014\n3 visitors ahead of you$/, parts: 0 },
      },
    })
    t.match((await admin.get('/api/centres/muharraq/messages')).body[6].own, { en: null })
    for (const [en, code] of [
      ['Please come', 'missing_placeholder'],
      ['{number} {name}', 'unknown_placeholder'],
    ])
      for (const language of ['ar', 'en']) {
        const answer = await admin.put(
          `${path}/push_nearly`,
          { ar: null, en },
          { 'accept-language': language },
        )
        t.match(answer, { status: 422, body: { code, details: { field: 'en' } } })
        t.match(answer.body.detail, language === 'ar' ? /[\u0621-\u064a]/ : /: \{\w+\}\./)
      }
    for (const body of [{ ar: null, en: ' \n' }, { ar: null }, { en: 'x'.repeat(321), ar: null }])
      t.equal((await admin.put(`${path}/push_nearly`, body)).status, 400)
    t.equal((await admin.put(`${path}/greeting`, own)).status, 400, 'no such message')

    const usual = of(before) as unknown as { says: { en: { text: string } } }
    const words = 'Your turn is near, {number}\n{ahead}'
    const back = await admin.put(`${path}/push_nearly`, { ar: null, en: words })
    t.match(of(back.body), { own: { ar: null, en: null } }, 'the usual words are not kept')
    t.match(of(back.body), { says: { en: { text: usual.says.en.text } } })
    const { changes } = (await admin.get('/api/centres/isa-town/changes')).body
    t.strictSame(
      changes.map(({ kind, subject, before, after }: Record<string, unknown>) => ({
        kind,
        subject,
        before,
        after,
      })),
      [
        {
          kind: 'message',
          subject: 'push_nearly',
          before: { en: own.en },
          after: { en: words },
        },
        {
          kind: 'message',
          subject: 'push_nearly',
          before: { en: words },
          after: { en: own.en },
        },
      ],
    )
  },
)
