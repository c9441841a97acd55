import type { ReportData } from './reports.ts';

/** Reads the data of a report: JSON, gzipped, as base64 text with any white space in it. */
export async function unpack(base64: string): Promise<ReportData> {
  const binary = atob(base64.replaceAll(/\s+/g, ''));
  const packed = Uint8Array.from(binary, character => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const data: unknown = await new Response(stream).json();
  if (!isReportData(data)) throw new Error('The data of this report is not a report.');
  return data;
}

function isReportData(data: unknown): data is ReportData {
  return typeof data === 'object' && data !== null && 'schema' in data && typeof data.schema === 'string'
    && 'report' in data && typeof data.report === 'object' && data.report !== null;
}
