import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** Fixed names: the collector serves these files with an ETag and needs no manifest to find them. */
const clientOutput = {
  entryFileNames: 'assets/console.js',
  // The chart library is loaded by the page that draws one.
  chunkFileNames: 'assets/[name].js',
  assetFileNames: 'assets/console[extname]',
};

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [preact()],
  // The server bundle carries Preact inside: the published collector has no dependency on it.
  ssr: { noExternal: true },
  build: {
    copyPublicDir: !isSsrBuild,
    modulePreload: { polyfill: false },
    // Whose work is bundled, and under which licence.
    license: { fileName: 'THIRD-PARTY.md' },
    rolldownOptions: isSsrBuild ? {} : { input: 'src/main.tsx', output: clientOutput },
  },
}));
