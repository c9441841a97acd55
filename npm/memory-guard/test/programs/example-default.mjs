import MemoryGuard from 'heapwise-memory-guard';
import watch from './example.js';

watch(MemoryGuard);
