import { defineConfig } from 'vitest/config';

/** Four projects: pure tests, tests on a real PostgreSQL, and journeys in a real browser. */
const shared = { env: { TZ: 'Asia/Shanghai' }, testTimeout: 30_000, hookTimeout: 120_000 };
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: ['**/*.it.test.ts', '**/node_modules/**'] } },
      { test: { ...shared, name: 'it', include: ['src/**/*.it.test.ts', 'test/**/*.it.test.ts'], globalSetup: ['test/postgres.ts'], testTimeout: 60_000 } },
      { test: { ...shared, name: 'e2e', include: ['e2e/**/*.e2e.ts'], globalSetup: ['test/postgres.ts'], testTimeout: 180_000, fileParallelism: false } },
    ],
  },
});
