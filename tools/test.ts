import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { startPostgres } from '../test/servers.ts'
import { makeDemoFolder, makeTemplates } from '../test/template.ts'
import { root } from './builds.ts'
import { bringRequirements } from './requirements.ts'

interface Count {
  passed: number
  failed: number
}

const bin = (path: string) => join(root, 'node_modules', path)
const TSC = bin('typescript/bin/tsc')
const BIOME = bin('@biomejs/biome/bin/biome')
const TAP = bin('@tapjs/run/dist/esm/index.js')

/** For each test file's process. */
const QUICK_IMPORTS = `--node-arg=--import=${pathToFileURL(join(root, 'tools/quick-imports.mjs'))}`

/** Runs one of our programs under this Node and shows what it said only when it fails. */
const check = async (name: string, program: string, ...args: string[]): Promise<boolean> => {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk))
  const [code] = await once(child, 'close')
  console.log(`${code === 0 ? 'ok' : 'not ok'} - ${name}`)
  if (code !== 0) console.log(Buffer.concat(said).toString())
  return code === 0
}

/** tap keeps a built form of its plugins; ours leaves out the TypeScript one, as Node strips types. */
const tapIsBuilt = (): boolean =>
  !readFileSync(bin('@tapjs/test/test-built/dist/esm/index.js'), 'utf8').includes(
    '@tapjs/typescript',
  )

/** tap's closing count of assertions: `# { total: 10, pass: 8, fail: 2 }`. */
const closingCount = (line: string): Count | null => {
  const [, total, pass] = /^# \{ total: (\d+), pass: (\d+)/.exec(line) ?? []
  // What was skipped or left for later did not pass.
  return total && pass ? { passed: Number(pass), failed: Number(total) - Number(pass) } : null
}

/** How much of a failed assertion is repeated at the end: its words and how it differs. */
const REPEATED_LINES = 16

/** The assertions that failed in a file, each with the first lines of what is known of it. */
const failedIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line, at) =>
    // A subtest is closed with the time it took: its assertions have been named before.
    /^\s+not ok \d+/.test(line) && !line.includes('# time=')
      ? lines.slice(at, at + REPEATED_LINES)
      : [],
  )

/** What tests say of themselves, each under the name of its test; not what tap adds. */
const commentsIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line, at) => {
    const [, indent] = /^ {4}( *)# (?!Subtest: |time=|\{ total: )/.exec(line) ?? []
    if (indent === undefined) return []
    const of = lines.slice(0, at).findLast((one) => one.startsWith(`${indent}# Subtest: `))
    return of ? [of, line] : [line]
  })

/**
 * Runs the test files; shows a line for each, everything a failed one said, and at the end once
 * more what failed, for whoever sees no more than the end.
 * @param files who asks for these is shown what they say of themselves as well; none: all of them
 */
const runTap = async (files: string[], shared: Record<string, string>): Promise<Count> => {
  const child = spawn(process.execPath, [TAP, 'run', '--reporter=tap', QUICK_IMPORTS, ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...shared, TAP_JOBS: '2' },
  })
  let count: Count | null = null
  let inFile: string[] = []
  const failed: string[] = []
  for await (const line of createInterface(child.stdout)) {
    count = closingCount(line) ?? count
    inFile.push(line)
    if (!/^(not )?ok /.test(line)) continue
    const hasPassed = line.startsWith('ok')
    if (hasPassed && files.length > 0)
      for (const comment of commentsIn(inFile)) console.log(comment)
    console.log(hasPassed ? line : inFile.join('\n'))
    if (!hasPassed) failed.push(line, ...failedIn(inFile))
    inFile = []
  }
  if (failed.length > 0) console.log(`\nWhat failed:\n${failed.join('\n')}`)
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  if (!count || count.passed + count.failed === 0) {
    console.log(inFile.join('\n'))
    return { passed: 0, failed: 1 }
  }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** Everything that CI asks: pages, types, lint, format, tests. A failed check counts as one. */
const runAll = async (files: string[]): Promise<Count> => {
  bringRequirements()
  // Whatever a test leaves behind, and what a killed one could not clear away, goes with the run.
  const folder = mkdtempSync(join(tmpdir(), 'dawr-run-'))
  // PostgreSQL runs as a user of its own and must come through here to its folder.
  chmodSync(folder, 0o755)
  process.env.TMPDIR = folder
  const undos: (() => Promise<void> | void)[] = []
  try {
    const postgres = await startPostgres({ teardown: (undo) => void undos.unshift(undo) })
    const demo = join(folder, 'demo')
    mkdirSync(demo)
    await Promise.all([makeTemplates(postgres.url), makeDemoFolder(demo)])
    const checks = [
      await check('pages and server are built', join(root, 'tools/run.mjs'), 'tools/build.ts'),
      await check('types of the server', TSC, '--noEmit', '-p', '.'),
      await check('types of the pages', TSC, '--noEmit', '-p', 'display'),
      await check('lint and format', BIOME, 'check', '--error-on-warnings'),
      tapIsBuilt() || (await check('tap is built', TAP, 'build')),
    ]
    const { passed, failed } = await runTap(files, {
      DAWR_TEST_POSTGRES: postgres.url,
      DAWR_TEST_DEMO: demo,
    })
    return { passed, failed: failed + checks.filter((ok) => !ok).length }
  } finally {
    for (const undo of undos) await undo()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

let count: Count = { passed: 0, failed: 1 }
try {
  count = await runAll(process.argv.slice(2))
} catch (error) {
  // A server that is missing or does not start: nothing was tested, and that is a failure.
  console.error(error instanceof Error ? error.message : error)
}
process.exitCode = count.failed === 0 ? 0 : 1
console.log(`${count.passed} passed, ${count.failed} failed`)
