export * from './index.js';
export { MemoryGuard as default } from './index.js';
