export { MemoryGuard, MemoryGuard as default } from './lib/memory-guard.js';
