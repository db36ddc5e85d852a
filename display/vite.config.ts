import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname

/** Every folder with an index.html is one app with its own entry, so a new app needs no line here. */
const apps = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(resolve(root, entry.name, 'index.html')))
  .filter((entry) => entry.name !== 'dist')
  .map((entry) => [entry.name, resolve(root, entry.name, 'index.html')])

/** What so many apps share is one file: on a slow network each file more is a way more. */
const NEARLY_ALL = apps.length - 3

/** Below this a compressed copy saves nothing worth a file. */
const COMPRESS_FROM_BYTES = 1_024

/** Writes `.br` and `.gz` beside scripts and styles, for a server that compresses nothing itself. */
const precompress: Plugin = {
  name: 'precompress',
  apply: 'build',
  generateBundle: {
    // After everybody who still changes what is written.
    order: 'post',
    handler(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!/\.(js|css|svg)$/.test(fileName)) continue
        const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        if (source.length < COMPRESS_FROM_BYTES) continue
        for (const [suffix, compress] of [
          ['br', brotliCompressSync],
          ['gz', gzipSync],
        ] as const)
          this.emitFile({
            type: 'asset',
            fileName: `${fileName}.${suffix}`,
            source: compress(source),
          })
      }
    },
  },
}

/** What a page shows before its script is there: the house's sign, and that something comes. */
const OPENING = `<div class="opening">
      <svg class="opening__sign" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M22.5 6.4A12 12 0 1 0 28 16" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
        <circle cx="16" cy="16" r="4" fill="currentColor" />
      </svg>
      <noscript><p>تحتاج هذه الصفحة إلى JavaScript.</p><p lang="en" dir="ltr">This page needs JavaScript.</p></noscript>
    </div>`

/** Puts the opening into every page; the app takes its place. */
const opening: Plugin = {
  name: 'opening',
  transformIndexHtml: (html) =>
    html.replace('<div id="app"></div>', `<div id="app">${OPENING}</div>`),
}

export default defineConfig({
  root,
  base: '/',
  publicDir: false,
  plugins: [preact(), opening, precompress],
  // The start page links only to what is there.
  define: { __APPS__: JSON.stringify(apps.map(([name]) => name)) },
  // The service worker of the visitor's page: its address is its reach, and stays the same.
  worker: { format: 'iife', rollupOptions: { output: { entryFileNames: 't/[name].js' } } },
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and pictures as data: URLs would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rollupOptions: {
      input: Object.fromEntries(apps),
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: NEARLY_ALL }] } },
    },
  },
})
