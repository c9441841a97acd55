import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import './Dialog.css';

/** A dialog over the page; Esc and a click beside it close it. */
export function Dialog({ title, isOpen, onClose, children }: {
  title: string;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Modal isOpen={isOpen} onClose={onClose} className="dialog" labelledBy={id}>
      <div className="dialog__head">
        <h2 className="dialog__title" id={id}>{title}</h2>
        <Button kind="quiet" onClick={onClose}>{t('commonClose')}</Button>
      </div>
      {children}
    </Modal>
  );
}

/** The browser's own dialog: it keeps the focus inside and gives it back. Its children are only there while it is open. */
export function Modal({ isOpen, onClose, className, label, labelledBy, children }: {
  isOpen: boolean;
  onClose(): void;
  className: string;
  label?: string;
  labelledBy?: string;
  children: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null || !isOpen) return;
    dialog.showModal();
    return () => dialog.close();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog ref={element} className={className} aria-label={label} aria-labelledby={labelledBy}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClick={event => {
        if (event.target === event.currentTarget) onClose();
      }}>
      {children}
    </dialog>
  );
}
