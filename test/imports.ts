import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

const root = resolve(import.meta.dirname, '..')

export interface Import {
  /** A path from the root of the project, or the name of a package. */
  from: string
  typeOnly: boolean
  names: string[]
}

export interface SourceFile {
  path: string
  text: string
  program: ESTree.Program
  imports: Import[]
}

const isTypeOnly = (node: ESTree.ImportDeclaration): boolean =>
  node.importKind === 'type' ||
  (node.specifiers.length > 0 &&
    node.specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type'))

export const parseSource = (path: string, text: string): SourceFile => {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  const imports: Import[] = []
  const resolved = (from: string) => (from.startsWith('.') ? join(dirname(path), from) : from)
  new Visitor({
    ImportDeclaration: (node) => {
      imports.push({
        from: resolved(node.source.value),
        typeOnly: isTypeOnly(node),
        names: node.specifiers.map(({ local }) => local.name),
      })
    },
    ExportNamedDeclaration: (node) => {
      if (!node.source) return
      imports.push({
        from: resolved(node.source.value),
        typeOnly: node.exportKind === 'type',
        names: [],
      })
    },
  }).visit(program)
  return { path, text, program, imports }
}

/** Every file that matches, parsed; paths are from the root of the project. */
export const sourceFiles = (...patterns: string[]): SourceFile[] =>
  globSync(patterns, { cwd: root, exclude: (path) => /(^|\/)(dist|node_modules)$/.test(path) })
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))

/** The generators that a file declares, and so the steps that others can take from it. */
const generatorsIn = ({ program }: SourceFile): Set<string> => {
  const names = new Set<string>()
  new Visitor({
    FunctionDeclaration: (node) => {
      if (node.generator && node.id) names.add(node.id.name)
    },
  }).visit(program)
  return names
}

const calledName = (node: ESTree.Expression | null): string | null =>
  node?.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : null

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Where a step of `steps` is called and dropped, or used inside a generator without `yield*`. */
const forgottenIn = ({ path, text, program }: SourceFile, steps: ReadonlySet<string>): string[] => {
  const found: string[] = []
  const driven = new Set<ESTree.Node>()
  const inGenerator: boolean[] = []
  const enter = (node: { generator: boolean }) => void inGenerator.push(node.generator)
  const leave = () => void inGenerator.pop()
  const report = (node: ESTree.Expression, name: string | null) => {
    if (name && steps.has(name)) found.push(`${path}:${lineOf(text, node.start)} ${name}`)
  }
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: () => void inGenerator.push(false),
    'ArrowFunctionExpression:exit': leave,
    YieldExpression: (node) => {
      if (node.delegate && node.argument) driven.add(node.argument)
    },
    ExpressionStatement: ({ expression }) => {
      // Outside a generator too, a step that is called and dropped has done nothing.
      if (!inGenerator.at(-1)) report(expression, calledName(expression))
    },
    CallExpression: (node) => {
      if (inGenerator.at(-1) && !driven.has(node)) report(node, calledName(node))
    },
  }).visit(program)
  return found
}

/** Every forgotten `yield*` in the files, by the names that each declares or imports as steps. */
export const forgottenYields = (files: readonly SourceFile[]): string[] => {
  const declared = new Map(files.map((file) => [file.path, generatorsIn(file)]))
  return files.flatMap((file) => {
    const imported = file.imports.flatMap(({ from, names }) =>
      names.filter((name) => declared.get(from)?.has(name)),
    )
    return forgottenIn(file, new Set([...(declared.get(file.path) ?? []), ...imported]))
  })
}
