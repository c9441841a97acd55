import { MemoryGuard } from 'heapwise-memory-guard';

new MemoryGuard({ heapTreshold: 0.8 });
new MemoryGuard({ checkInterval: '60s' });
new MemoryGuard().on('leek', () => {});
new MemoryGuard({ onAlert: alert => alert.reason });
