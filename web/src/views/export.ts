import type { StringRow } from '../api/types.ts';

// What a person takes away from a view: a table for a spreadsheet, or JSON for a script.

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csv(head: readonly string[], rows: readonly (readonly (string | number | boolean)[])[]): string {
  return [head, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function stringsCsv(rows: readonly StringRow[]): string {
  return csv(
    ['value', 'length', 'isCut', 'count', 'shallowBytes', 'retainedBytes', 'wastedBytes', 'nodeIds'],
    rows.map(row => [
      row.value, row.length, row.truncated, row.count, row.shallowBytes, row.retainedBytes, row.wastedBytes, row.nodeIds.join(' '),
    ]));
}
