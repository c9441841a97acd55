import type { ReactNode } from 'react';
import './Notice.css';

/** A message with a tinted background: a caution, or a fault. */
export function Notice({ tone = 'caution', role, children }: {
  tone?: 'caution' | 'fault';
  role?: 'alert' | 'status';
  children: ReactNode;
}) {
  return <div className={`notice notice--${tone}`} role={role}>{children}</div>;
}
