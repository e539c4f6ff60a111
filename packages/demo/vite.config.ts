import { cpSync } from 'node:fs';
import { defineConfig } from 'vite';

export default defineConfig({
  // The demo travels inside the collector's package and runs offline: SDKs, instrumentation and simulator come with it.
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20.19',
    minify: true,
    // Whose work is bundled, and under which licence.
    license: { fileName: 'THIRD-PARTY.md' },
    rolldownOptions: { input: ['src/demo.ts', 'src/app.ts'] },
  },
  plugins: [
    {
      name: 'scenarios',
      closeBundle: () => cpSync('../simulator/scenarios', 'dist/scenarios', { recursive: true }),
    },
  ],
});
