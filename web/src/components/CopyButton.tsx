import { useEffect, useState } from 'react';
import { t } from '../i18n/index.ts';
import { Button } from './Button.tsx';

/** Copies a text; says so for two seconds. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button kind="quiet" onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true), () => {})}>
      <span aria-live="polite">{isCopied ? t('commonCopied') : label}</span>
    </Button>
  );
}
