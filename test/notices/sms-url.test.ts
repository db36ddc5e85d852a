import t from 'tap'
import { BadConfig } from '../../src/config.ts'
import { openChannels } from '../../src/notices/open-channels.ts'
import { readSmsUrl } from '../../src/notices/sms-url.ts'
import { silent } from './given.ts'
import { standing } from './smpp-given.ts'

const tools = { clock: standing, log: silent }

t.test('SMPP: who, where, and what it is told in the query', async (t) => {
  const all =
    'smpp://dawr:p%40ss%2Cword@sms.example:2776?from=%2B97317000000&rate=20&window=5&timeout=15&again=yes'
  t.same(readSmsUrl(all), {
    value: {
      kind: 'smpp',
      host: 'sms.example',
      port: 2776,
      tls: false,
      user: 'dawr',
      password: 'p@ss,word',
      from: '+97317000000',
      rate: 20,
      window: 5,
      timeoutMs: 15_000,
      again: true,
    },
  })
  t.match(readSmsUrl('smpp://dawr:secret@sms.example'), {
    value: { port: 2775, from: 'Dawr', rate: 50, window: 10, timeoutMs: 10_000, again: false },
  })
  t.match(readSmsUrl('smpps://dawr:secret@sms.example'), { value: { port: 3550, tls: true } })
})

t.test('HTTPS: our settings are not sent on, the rest of the query is', async (t) => {
  t.same(readSmsUrl('https://dawr:token@sms.example/send?account=7&rate=5'), {
    value: {
      kind: 'http',
      host: 'sms.example',
      url: 'https://sms.example/send?account=7',
      token: 'token',
      rate: 5,
      window: 10,
      timeoutMs: 15_000,
    },
  })
  t.match(readSmsUrl('https://sms.example/send'), { value: { token: null } })
})

t.test('what cannot be used stops the start, and no password is shown', async (t) => {
  for (const [url, says] of [
    ['smpp://user:secret@sms.example?rate=0', /rate/],
    ['smpp://user:secret@sms.example?window=many', /window/],
    ['smpp://user:secret@sms.example?from=A-name-that-is-too-long', /from/],
    ['smpp://user:secret@sms.example?again=perhaps', /again/],
    ['smpp://user:secret@sms.example?form=Dawr', /form/],
    ['smpp://sms.example', /user/],
    ['smpp://user:sec%ret@sms.example', /percent/],
    ['https://user:secret@sms.example?timeout=90', /timeout/],
  ] as const) {
    try {
      openChannels({ smsUrls: ['file:', url], dataDir: '/nowhere' }, tools)
      t.fail(`${url} was taken`)
    } catch (error) {
      t.ok(error instanceof BadConfig)
      t.match(String(error), says)
      t.notMatch(String(error), /secret|sec%ret/)
    }
  }
})

t.test('each channel has a name of its own, without the user', async (t) => {
  const smsUrls = [
    'smpp://one:secret@sms.example',
    'smpp://two:secret@sms.example',
    'https://sms.example/send',
    'file:',
  ]
  const { name } = openChannels({ smsUrls, dataDir: '/nowhere' }, tools)
  t.equal(name, 'smpp:sms.example:2775,smpp:sms.example:2775#2,http:sms.example,file')
})
