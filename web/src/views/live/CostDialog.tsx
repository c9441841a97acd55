import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { t } from '../../i18n/index.ts';
import { bytes, duration } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { Notice } from '../findings/Notice.tsx';
import './CostDialog.css';
import type { Asked } from './useActions.ts';

/** Asks to confirm what a snapshot would cost the process, or says why it is refused. */
export function CostDialog({ asked, onAccept, onCancel }: { asked: Asked | null; onAccept(): void; onCancel(): void }) {
  if (asked === null) return null;
  const { estimate: { way, pauseMs, fileBytes, extraBytes, refusal }, apart } = asked;
  const isOutside = way === 'outside';
  return (
    <Dialog title={t('liveCost')} isOpen onClose={onCancel}>
      <div className="cost">
        <p>{!isOutside ? t('liveCostInspector')
          : pauseMs === null ? t('liveCostOutsideUnknown') : t('liveCostOutside', { pause: duration(pauseMs) })}</p>
        {!isOutside && (
          <dl className="cost__figures">
            <Figure label={t('liveCostPause')} value={pauseMs === null ? '–' : duration(pauseMs)} isMain />
            <Figure label={t('liveCostExtra')} value={extraBytes === null ? '–' : bytes(extraBytes)} />
            <Figure label={t('liveCostFile')} value={fileBytes === null ? '–' : bytes(fileBytes)} />
          </dl>
        )}
        {apart !== null && <p>{t('liveCostTwice')}</p>}
        {refusal !== null && <Notice tone="fault" role="alert"><Untrusted text={t('liveCostRefused', { reason: refusal })} /></Notice>}
        <div className="cost__buttons">
          <Button onClick={onCancel}>{t('liveCancel')}</Button>
          {refusal === null && (
            <Button kind="primary" onClick={onAccept}>{apart === null ? t('liveAccept') : t('liveAcceptTwo')}</Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Figure({ label, value, isMain = false }: { label: string; value: string; isMain?: boolean }) {
  return (
    <div className={isMain ? 'cost__figure cost__figure--main' : 'cost__figure'}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
