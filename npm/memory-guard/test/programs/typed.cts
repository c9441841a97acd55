import { MemoryGuard, type MemoryAlert, type MemoryGuardOptions } from 'heapwise-memory-guard';

const options: MemoryGuardOptions = { heapThreshold: 0.8, onAlert: async (alert: MemoryAlert) => { await Promise.resolve(String(alert)) } };
const guard: MemoryGuard = new MemoryGuard(options).start();
guard.once('leak', ({ growth, end }) => console.log(growth + end.getTime())).off('stats', () => {});
guard.on('alert', alert => {
  const file: string | null = alert.snapshotPath;
  if (alert.type === 'snapshot-refused') console.log(alert.reason, alert.cause, file);
  if (alert.type === 'leak') console.log(alert.leak.bytesPerHour);
});
guard.stop().check();
