import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'

const dist = join(import.meta.dirname, '../../display/dist')
/** Of script, as it comes to a phone on its first visit; `screens.md` allows no more. */
const FIRST_LOAD_MAX = 60_000

/** The scripts that a page asks for before it shows anything. */
const scriptsOf = (app: string): string[] => {
  const html = readFileSync(join(dist, app, 'index.html'), 'utf8')
  const paths = [...html.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path)
  return paths.map((path) => readFileSync(join(dist, path), 'utf8'))
}
const follows = (scripts: string[]) => scripts.some((script) => script.includes('transports:'))

for (const app of ['visitor', 'join', 'card', 'guide'])
  t.test(`the first visit to ${app} loads little script`, async (t) => {
    const scripts = scriptsOf(app)
    t.ok(scripts.length > 1)
    const bytes = scripts.reduce((sum, script) => sum + gzipSync(script).length, 0)
    t.ok(bytes <= FIRST_LOAD_MAX, `${bytes} bytes`)
    t.equal(follows(scripts), app === 'visitor', 'only a ticket is followed by a socket')
  })
