import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** Every folder with an index.html is one app with its own entry, so a new app needs no line here. */
const apps = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(resolve(root, entry.name, 'index.html')))
  .filter((entry) => entry.name !== 'dist')
  .map((entry) => [entry.name, resolve(root, entry.name, 'index.html')])

export default defineConfig({
  root,
  base: '/',
  publicDir: false,
  plugins: [preact()],
  // The start page links only to what is there.
  define: { __APPS__: JSON.stringify(apps.map(([name]) => name)) },
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and pictures as data: URLs would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rollupOptions: { input: Object.fromEntries(apps) },
  },
})
