import { globSync, readFileSync } from 'node:fs'
import fastify from 'fastify'
import t from 'tap'
import type { App } from '../../src/http.ts'
import { pageRoutes } from '../../src/pages.ts'
import { measuresOf } from './font.ts'

const TOKENS = 'display/shared/tokens.css'

interface Rule {
  file: string
  selector: string
  declarations: [property: string, value: string][]
}

/** The innermost rules of a style sheet; ours have neither nesting nor braces in strings. */
const rulesOf = (file: string): Rule[] => {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    file,
    selector: selector.trim(),
    declarations: [...body.matchAll(/\s*([\w-]+):\s*([^;]+);/g)].map(
      ([, property = '', value = '']) => [property, value.replace(/\s+/g, ' ')],
    ),
  }))
}

const sheets = globSync('display/*/*.css').filter((file) => !file.startsWith('display/dist'))
const pageRules = sheets.filter((file) => file !== TOKENS).flatMap(rulesOf)

/** Declarations of the pages that break a rule, as `file: declaration`. */
const offences = (breaks: (property: string, value: string) => boolean): string[] =>
  pageRules.flatMap(({ file, declarations }) =>
    declarations
      .filter(([property, value]) => breaks(property, value))
      .map(([property, value]) => `${file}: ${property}: ${value}`),
  )

/** How many values a shorthand has; a function is one, whatever is in it. */
const partsOf = (value: string): number => {
  const flat = value.replace(/[\w-]*\([^()]*\)/g, 'f')
  return flat === value ? value.split(' ').length : partsOf(flat)
}

t.test('a page says where things stand in the direction of its language', async (t) => {
  t.ok(pageRules.length > 400, 'there are rules to look at')
  const physical =
    /^(width|height|(min|max)-(width|height)|left|right|top|bottom|(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom).*|border-(top|bottom)-(left|right)-radius)$/
  const fourSided = /^(margin|padding|inset|border-radius|border-width)$/
  t.same(
    offences(
      (property, value) =>
        physical.test(property) ||
        (/^(text-align|float|clear)$/.test(property) && /\b(left|right)\b/.test(value)) ||
        (fourSided.test(property) && partsOf(value) > 3),
    ),
    [],
  )
})

t.test('a page has no colours, sizes and distances of its own', async (t) => {
  const colour =
    /#[\da-f]{3,8}\b|\b(rgb|hsl|oklch|oklab|lab|lch|color)a?\(|\b(white|black|red|green|blue|yellow|grey|gray|orange)\b/i
  const primitive = /var\(--(petrol|sand|saffron)-\d+|var\(--(white|black)\)/
  const isColoured = (_: string, value: string) => colour.test(value) || primitive.test(value)
  t.same(offences(isColoured), [], 'colours come from the tokens, by what they mean')
  t.same(
    offences((_, value) => /\d(px|pt|cm|mm)\b/.test(value)),
    [],
    'nothing is measured in pixels',
  )
  const typeOf = /^(font-size|font-weight|font-family|line-height)$/
  t.same(
    offences(
      (property, value) =>
        typeOf.test(property) &&
        !/var\(--(size|weight|leading|font|fit|screen)/.test(value) &&
        !/^(inherit|[\d.]+em)$/.test(value),
    ),
    [],
    'type is of the scale, or in proportion to what it stands in',
  )
  t.same(
    offences(
      (property, value) =>
        /^(margin|padding|gap|row-gap|column-gap)/.test(property) &&
        /\d(rem|v[a-z]+)\b/.test(value.replace(/clamp\(.*\)|max\(.*\)/, '')),
    ),
    [],
    'distances are of the scale',
  )
})

type Theme = Map<string, string>

const blocks = rulesOf(TOKENS)
const themeOf = (mark: string): Theme =>
  new Map(
    blocks
      .filter(({ selector }) => selector.startsWith(':root') || selector.includes(mark))
      .flatMap(({ declarations }) => declarations)
      .filter(([name]) => name.startsWith('--')),
  )
const themes = { light: themeOf('light'), contrast: themeOf('contrast') }

const colourOf = (theme: Theme, name: string): string => {
  const value = theme.get(name) ?? ''
  const [, other] = /^var\((--[\w-]+)\)$/.exec(value) ?? []
  return other ? colourOf(theme, other) : value
}

/** Relative luminance by WCAG 2.2. */
const luminance = (colour: string): number => {
  const [, r = '', g = '', b = ''] = /^#(..)(..)(..)$/.exec(colour) ?? []
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((part) => {
    const value = Number.parseInt(part, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (theme: Theme, one: string, other: string): number => {
  const [dark = 0, light = 0] = [one, other]
    .map((name) => luminance(colourOf(theme, `--${name}`)))
    .sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** WCAG 2.2, 1.4.6: what lobby and kiosk need, and all other pages have with them. */
const AAA = 7
const AA = 4.5
const CONTROL = 3

/** Which texts may stand on which grounds. */
const texts: Record<string, string[]> = {
  ground: ['text', 'text-quiet', 'accent', 'accent-strong', 'bad'],
  surface: ['text', 'text-quiet', 'accent', 'accent-strong', 'ok', 'warn', 'bad'],
  'surface-quiet': ['text', 'text-quiet'],
  'accent-soft': ['text', 'text-quiet', 'accent'],
  'call-soft': ['text', 'text-quiet'],
  'warn-soft': ['text', 'text-quiet', 'warn'],
  'ok-soft': ['ok', 'text'],
  'bad-soft': ['bad', 'text'],
  accent: ['on-fill'],
  'accent-strong': ['on-fill'],
  ok: ['on-fill'],
  bad: ['on-fill'],
  call: ['on-call'],
  'on-call': ['call'],
  banner: ['on-banner', 'on-banner-mark'],
  hall: ['text', 'accent-strong'],
  text: ['ground'],
  paper: ['ink'],
}

t.test('every text can be read on its ground, in either theme', async (t) => {
  t.equal(Math.round(contrast(themes.contrast, 'text', 'ground')), 21, 'white on black')
  for (const [name, theme] of Object.entries(themes))
    for (const [ground, on] of Object.entries(texts))
      for (const text of on) {
        const ratio = contrast(theme, text, ground)
        t.ok(ratio >= AAA, `${name}: ${text} on ${ground} has ${ratio.toFixed(2)}`)
      }
})

t.test('an example in an empty field is read, though it is no text yet', async (t) => {
  for (const theme of Object.values(themes)) t.ok(contrast(theme, 'text-faint', 'surface') >= AA)
})

t.test('no rule puts a text on a ground that is not measured', async (t) => {
  const token = (rule: Rule, ...properties: string[]): string | undefined =>
    rule.declarations
      .filter(([property]) => properties.includes(property))
      .map(([, value]) => /^var\(--([\w-]+)\)$/.exec(value)?.[1])
      .at(-1)
  const unknown = pageRules.flatMap((rule) => {
    const [text, ground] = [token(rule, 'color'), token(rule, 'background', 'background-color')]
    if (!text || !ground || texts[ground]?.includes(text)) return []
    return [`${rule.file} ${rule.selector}: ${text} on ${ground}`]
  })
  t.same(unknown, [])
})

t.test('edges of controls and the focus are seen', async (t) => {
  for (const [name, theme] of Object.entries(themes))
    for (const [mark, ...grounds] of [
      ['line-strong', 'ground', 'surface'],
      ['focus', 'ground', 'surface', 'surface-quiet', 'accent-soft'],
      ['accent', 'surface', 'hall'],
      ['on-banner-mark', 'banner'],
    ] as const)
      for (const ground of grounds) {
        const ratio = contrast(theme, mark, ground)
        t.ok(ratio >= CONTROL, `${name}: ${mark} on ${ground} has ${ratio.toFixed(2)}`)
      }
})

t.test('both themes have a value for every colour', async (t) => {
  const colours = [...themes.light].filter(([name]) => colourOf(themes.light, name).startsWith('#'))
  t.ok(colours.length > 30)
  for (const [name] of colours) t.match(colourOf(themes.contrast, name), /^#[\da-f]{6}$/, name)
})

t.test('the Arabic face and the Latin one are of one height and weight', async (t) => {
  for (const weight of [400, 600]) {
    const latin = measuresOf('ibm-plex-sans', 'latin', weight)
    const arabic = measuresOf('ibm-plex-sans-arabic', 'arabic', weight)
    t.equal(latin.weight, weight)
    t.same(arabic, latin, 'or tokens.css has to adjust the one to the other')
  }
})

t.test('the inventory shows every shared component', async (t) => {
  const shown = globSync('display/design/*.tsx')
    .map((file) => readFileSync(file, 'utf8'))
    .join('')
  // Whole pages and what asks the server by itself, which have their own tests; a dialog is seen as
  // the question that it asks.
  const pages = new Set([
    'Account',
    'ClosedForGood',
    'Dialog',
    'SignIn',
    'StaffPage',
    'UnknownCentre',
  ])
  const names = globSync('display/shared/*.tsx').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export const ([A-Z]\w+) = /gm)].map(
      ([, name = '']) => name,
    ),
  )
  t.ok(names.length > 20)
  t.same(
    names.filter((name) => !pages.has(name) && !shown.includes(`<${name}`)),
    [],
  )
})

t.test('the inventory is for the workshop, and not served in production', async (t) => {
  for (const production of [true, false]) {
    const app: App = fastify()
    t.teardown(() => app.close())
    await app.register(pageRoutes, { production })
    t.equal((await app.inject('/design')).statusCode, production ? 404 : 200)
    t.equal((await app.inject('/card')).statusCode, 200)
  }
})
