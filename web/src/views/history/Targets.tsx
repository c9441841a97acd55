import type { HistoryTarget } from '../../api/types.ts';
import { href } from '../../app/route.ts';
import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { timeText } from './times.ts';

/** The programs that the guard has watched. */
export function Targets({ targets, chosen }: { targets: readonly HistoryTarget[]; chosen: string | null }) {
  return (
    <nav className="targets" aria-label={t('histTargets')}>
      <ul>
        {targets.map(({ key, name, host, container, pid, seen }) => (
          <li key={key}>
            <a className={key === chosen ? 'targets__row targets__row--chosen' : 'targets__row'}
              aria-current={key === chosen ? 'true' : undefined} href={href({ parameters: { key } })}>
              <span className="targets__name"><Untrusted text={name} max={60} /></span>
              <span className="targets__where">
                <Untrusted text={[host, container].filter(part => part !== '').join(' · ')} max={60} /> · pid {pid}
              </span>
              <span className="targets__where">{t('histSeen', { time: timeText(seen) })}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
