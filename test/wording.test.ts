import t from 'tap'
import { Visitor } from 'vite'
import { type SourceFile, sourceFiles } from './imports.ts'

const STRAIGHT = /\p{L}'\p{L}|s' /u

/** The texts in a file, outside its comments, that stand with the apostrophe of a typewriter. */
const straightIn = ({ path, program }: SourceFile): string[] => {
  const found: string[] = []
  const look = (text: string) => {
    if (STRAIGHT.test(text)) found.push(`${path}: ${text}`)
  }
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') look(value)
    },
    TemplateElement: ({ value }) => look(value.raw),
    JSXText: ({ value }) => look(value),
  }).visit(program)
  return found
}

t.test('what people read has one kind of apostrophe: ’', async (t) => {
  const files = sourceFiles('src/**/*.ts', 'printers/**/*.ts', 'display/**/*.{ts,tsx}')
  t.ok(
    files.some(({ text }) => text.includes('’')),
    'there are some',
  )
  t.strictSame(files.flatMap(straightIn), [])
})
