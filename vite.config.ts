import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Libraries that change rarely sit in chunks of their own, so that a new version of ours leaves them in the cache. */
const vendor = (id: string): string | undefined => {
  if (!id.includes('/node_modules/')) return undefined;
  if (/\/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
  if (/\/node_modules\/(@tanstack|i18next|react-i18next|zod)\//.test(id)) return 'base';
  return undefined;
};

/** Leaves a .br and a .gz beside each file, so that the server sends small files without working for it. */
const compressed = (): Plugin => ({
  name: 'compressed', apply: 'build',
  writeBundle({ dir }) {
    for (const name of readdirSync(dir!, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg|html)$/.test(name)) continue;
      const path = join(dir!, name);
      const bytes = readFileSync(path);
      writeFileSync(`${path}.br`, brotliCompressSync(bytes));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  },
});

export default defineConfig({
  root: 'src/web',
  plugins: [react(), compressed()],
  build: {
    outDir: '../../dist/web', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false,
    rolldownOptions: { output: { advancedChunks: { groups: [{ name: (id) => vendor(id) ?? null }] } } },
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080' } },
});
