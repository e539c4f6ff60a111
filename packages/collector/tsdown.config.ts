import { cpSync } from 'node:fs';
import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: false,
  fixedExtension: false,
  hooks: {
    // The console is built before us (it is a devDependency) and travels inside our package.
    'build:done': () => cpSync('../console/dist', 'dist/console', { recursive: true }),
  },
});
