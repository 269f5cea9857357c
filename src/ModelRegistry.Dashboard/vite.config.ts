import { defineConfig } from 'vite';

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: {
    // The silo serves its wwwroot; every build replaces all of it.
    outDir: '../ModelRegistry.Silo/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined as data: URLs, so that the content security policy can stay strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
