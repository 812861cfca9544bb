import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Libraries that change rarely sit in chunks of their own, so that a new version of ours leaves them in the cache. */
const vendor = (id: string): string | undefined => {
  if (!id.includes('/node_modules/')) return undefined;
  if (/\/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
  if (/\/node_modules\/(@tanstack|i18next|react-i18next|zod)\//.test(id)) return 'base';
  return undefined;
};

export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false,
    rolldownOptions: { output: { advancedChunks: { groups: [{ name: (id) => vendor(id) ?? null }] } } },
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080' } },
});
