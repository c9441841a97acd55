import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `heapwise ui --port 4317` answers while the page is being worked on. */
const server = process.env.HEAPWISE_SERVER ?? 'http://127.0.0.1:4317';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The policy of the page allows scripts of its own address only: the polyfill would be an inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': { target: server, changeOrigin: true } } },
});
