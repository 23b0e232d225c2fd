import { defineConfig } from 'vitest/config';

/** One project a kind of test; `npm test` runs those the machine has the parts for. */
export default defineConfig({
  test: {
    // Pure logic and single modules, in this process.
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 60_000 } },
      {
        // The built bundle, spawned, over its real wire, against the fake Ollama.
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          globalSetup: 'test/process/buildBundle.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The page in a real browser, on the built sidecar and the fake Ollama.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/process/buildBundle.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        // The plugin's Kotlin, by its own tests.
        test: {
          name: 'plugin',
          include: ['test/plugin/**/*.test.ts'],
          globalSetup: 'test/process/buildBundle.ts',
          // They share Maven's folder.
          fileParallelism: false,
        },
      },
      {
        // The same on the real parts.
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts', 'test/provision/**/*.test.ts'],
          globalSetup: 'test/process/buildBundle.ts',
          // Reached by what hangs alone: real models share the processor with whatever else runs.
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
