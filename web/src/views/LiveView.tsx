import type { ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import './FindingsView.css';
import { LiveProcess } from './live/LiveProcess.tsx';
import { Processes } from './live/Processes.tsx';

export function LiveView({ route }: ViewProps) {
  const { session } = useSession();
  const id = route.files.at(-1);
  const source = session?.sources.find(one => one.id === id && one.kind === 'process');
  const named = Number(route.parameters.pid ?? NaN);
  const pid = Number.isInteger(named) && named > 0 ? named : source?.pid ?? null;
  return <div className="findings">{pid === null ? <Processes /> : <LiveProcess key={pid} pid={pid} />}</div>;
}
