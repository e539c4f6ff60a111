import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          // A slow machine is not a failing test, nor is what it waits for.
          testTimeout: 60_000,
          expect: { poll: { timeout: 50_000 } },
          include: ['{packages,grafana,bench,test}/**/*.test.{ts,tsx,mjs}'],
        },
      },
      {
        test: {
          name: 'e2e',
          // After the unit tests, so that whole processes do not compete with them for two cores.
          sequence: { groupOrder: 1 },
          include: ['test/{pipeline,browser,sdk,package,deploy,fuzz}/**/*.e2e.ts'],
          // Whole processes: generous limits, so that a slow machine is not a failing test. They wait more than they
          // work, so two files run at a time.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
