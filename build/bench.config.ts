import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

function fromHere(path: string) {
  return fileURLToPath(new URL(path, import.meta.url))
}

/**
 * Puts tests/bench/run.ts and what it imports of the sources into dist/bench for the tools' Node. The threads
 * lie beside it, as they lie beside the app's own bundle.
 */
export default defineConfig({
  build: {
    ssr: true,
    outDir: fromHere('../dist/bench'),
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: {
        run: fromHere('../tests/bench/run.ts'),
        'workbook-thread': fromHere('../src/main/threads/workbook-thread.ts'),
        'copy-thread': fromHere('../src/main/threads/copy-thread.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
