import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { fileURLToPath } from 'node:url'

/** Where packaging is described; `build/bootstrap.mjs package` hands it to electron-builder. */
export const builderConfigFile = 'build/electron-builder.config.mjs'

/** They carry native code and stay in node_modules; everything else is bundled. */
const nativePackages = ['better-sqlite3', '@node-rs/argon2']

// The oldest runtime we run on is Electron 33 (Node 20.18, Chromium 130): see ARCHITECTURE.md.
const nodeTarget = 'node20.18'
const chromiumTarget = 'chrome130'

function fromHere(path: string) {
  return fileURLToPath(new URL(path, import.meta.url))
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: fromHere('src/main/shell/index.ts'),
          cli: fromHere('src/main/command-line/cli.ts'),
          'archive-thread': fromHere('src/main/threads/archive-thread.ts'),
          'workbook-thread': fromHere('src/main/threads/workbook-thread.ts'),
          'copy-thread': fromHere('src/main/threads/copy-thread.ts'),
        },
        external: nativePackages,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, so that `new URL('./archive-thread.js', import.meta.url)` holds in
          // whatever chunk the bundler puts the line.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: fromHere('src/main/shell/preload.ts') },
        // A sandboxed preload is one CommonJS file: it has no module loader.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: fromHere('src/renderer'),
    plugins: [vue()],
    build: {
      outDir: fromHere('out/renderer'),
      target: chromiumTarget,
      minify: true,
      // The content security policy allows no data: address.
      assetsInlineLimit: 0,
      rolldownOptions: {
        // paper.html is what the hidden print window shows; it holds nothing of the screens.
        input: { index: fromHere('src/renderer/index.html'), paper: fromHere('src/renderer/paper.html') },
      },
    },
  },
})
