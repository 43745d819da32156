import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** Puts tests/bench/run.ts and what it imports of the sources into dist/bench for the tools' Node. */
export default defineConfig({
  build: {
    ssr: fileURLToPath(new URL('../tests/bench/run.ts', import.meta.url)),
    outDir: fileURLToPath(new URL('../dist/bench', import.meta.url)),
    target: 'node24',
    minify: false,
    rolldownOptions: {
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
