import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { RetainerPath, type RetainerPathProps } from './RetainerPath.tsx';
import { Section } from './Section.tsx';

/** The section of a card with the path from the root, and what else holds the same. Nothing without a path. */
export function WhatHolds({ alsoHeldBy, ...path }: RetainerPathProps & { alsoHeldBy: readonly string[] | undefined }) {
  if (path.path.length === 0) return null;
  return (
    <Section title={t('findWhatHolds')} help={t('findWhatHoldsHelp')} wide>
      <RetainerPath {...path} />
      {alsoHeldBy !== undefined && (
        <p className="finding__note"><Untrusted text={t('findAlsoHeld', { others: alsoHeldBy.join(', ') })} max={600} /></p>
      )}
    </Section>
  );
}
