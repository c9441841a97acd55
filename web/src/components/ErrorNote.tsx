import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { Button } from './Button.tsx';
import './notes.css';

export function ErrorNote({ error, onRetry }: { error: Error | string; onRetry?: () => void }) {
  return (
    <div className="error-note" role="alert">
      <span><Untrusted text={typeof error === 'string' ? error : error.message} max={2000} /></span>
      {onRetry !== undefined && <Button kind="quiet" onClick={onRetry}>{t('commonRetry')}</Button>}
    </div>
  );
}
