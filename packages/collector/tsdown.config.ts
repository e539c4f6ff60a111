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
    // Console and demo are built before us (they are devDependencies) and travel inside our package.
    'build:done': () => {
      for (const part of ['console', 'demo']) cpSync(`../${part}/dist`, `dist/${part}`, { recursive: true });
    },
  },
});
