import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: [
      'src/**/*.test.ts',
      'build/**/*.test.mjs',
      'tests/faults/**/*.test.ts',
      'tests/unit/**/*.test.ts',
      'migrations/**/*.test.ts',
    ],
    env: { TZ: 'America/Los_Angeles' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
