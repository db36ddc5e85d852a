import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const root = resolve(import.meta.dirname, '..')

/**
 * The server as a few files of plain JavaScript. Run from its sources it would load a thousand
 * modules at each start and hold the memory that stripping their types took (see
 * docs/decisions/built-server.md). Only what comes in hundreds of small modules goes in with our
 * own code: packages with binaries or files beside them stay where npm put them.
 */
export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: [/^(typebox|drizzle-orm|libphonenumber-js|luxon|uuid|i18next)(\/|$)/] },
  build: {
    ssr: true,
    // As deep as src/db/, so that a path relative to a file leads to the same place.
    outDir: resolve(root, 'dist/server'),
    emptyOutDir: true,
    target: 'node22',
    // A stack trace in the log must name what a reader can find.
    minify: false,
    rollupOptions: {
      input: {
        server: resolve(root, 'src/server.ts'),
        backup: resolve(root, 'src/backup.ts'),
        'renderer.worker': resolve(root, 'printers/renderer.worker.ts'),
        'paper.worker': resolve(root, 'printers/paper.worker.ts'),
      },
      output: { chunkFileNames: '[name].js' },
    },
  },
})
