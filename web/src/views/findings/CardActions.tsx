import { CopyButton } from '../../components/CopyButton.tsx';
import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { useLinks } from './links.ts';

/** The actions of a finding, its lint rule and its fingerprint. */
export function CardActions({ text, fingerprint, lintRule, holderId, className }: {
  /** As Markdown. */
  text(): string;
  fingerprint: string;
  lintRule: string | null;
  holderId: number;
  className: string | null;
}) {
  const links = useLinks();
  return (
    <footer className="finding__foot">
      <span className="finding__names">
        {lintRule !== null && (
          <span title={t('findLintText', { rule: lintRule })}>{t('findLint')} <code><Untrusted text={lintRule} /></code></span>
        )}
        <span>{t('findFingerprint')} <code>{fingerprint}</code></span>
      </span>
      <span className="finding__actions">
        {links !== null && holderId > 0 && <a href={links.retainersHref(holderId)}>{t('findOpenRetainers')}</a>}
        {links !== null && className !== null && <a href={links.classHref(className)}>{t('findOpenObjects')}</a>}
        {links !== null && <CopyButton text={links.findingHref(fingerprint)} label={t('findCopyLink')} />}
        <CopyButton text={text()} label={t('findCopy')} />
      </span>
    </footer>
  );
}
