import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/main.ts', 'src/app.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: false,
  fixedExtension: false,
});
