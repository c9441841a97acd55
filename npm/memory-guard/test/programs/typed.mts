import ByDefault, { MemoryGuard } from 'heapwise-memory-guard';

const guard = new ByDefault({ maxPause: Infinity, snapshotOnLeak: true });
guard.on('snapshot', ({ path, estimate }) => console.log(path.length + estimate.memoryBytes));
guard.on('stats', ({ floor, fullCollections }) => console.log(floor / fullCollections));
const same: MemoryGuard = guard;
console.log(same.isRunning);
