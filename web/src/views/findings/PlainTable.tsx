import type { ReactNode } from 'react';
import { bytes, exactBytes } from '../../text/format.ts';
import './PlainTable.css';

/** A table with all of its rows, which scrolls sideways where it is too wide. */
export function PlainTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="plain-table__scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">{children}</table>
    </div>
  );
}

/** A size in such a table, with the exact bytes on hover; empty where it is not known. */
export function BytesCell({ value }: { value: number | null }) {
  return <td className="number" title={value === null ? undefined : exactBytes(value)}>{value === null ? '' : bytes(value)}</td>;
}
