import { Component, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { setLanguage } from './i18n/index.ts';
import './theme/tokens.css';
import './theme/base.css';
import './report/static.css';
import { ReportPage } from './report/ReportPage.tsx';
import type { ReportData } from './report/reports.ts';
import { unpack } from './report/unpack.ts';

// The script of an HTML report. The file has the findings as plain HTML, too: they stay visible until the page is drawn, and come back if
// anything fails here.

const root = document.getElementById('root');
const plain = document.getElementById('static');

class Fallback extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidMount() {
    plain?.toggleAttribute('hidden', !this.state.hasFailed);
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
    plain?.removeAttribute('hidden');
  }

  override render() {
    return this.state.hasFailed ? null : this.props.children;
  }
}

function languageOf({ report }: ReportData): 'en' | 'zh' {
  return 'language' in report && report.language === 'zh' ? 'zh' : 'en';
}

/** On paper, everything is open and light. */
function printWell() {
  let before: { theme: string | undefined; closed: HTMLDetailsElement[] } | null = null;
  addEventListener('beforeprint', () => {
    const closed = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    before = { theme: document.documentElement.dataset.theme, closed };
    for (const part of closed) part.open = true;
    document.documentElement.dataset.theme = 'light';
  });
  addEventListener('afterprint', () => {
    if (before === null) return;
    for (const part of before.closed) part.open = false;
    document.documentElement.dataset.theme = before.theme ?? 'light';
    before = null;
  });
}

async function start() {
  const template = document.querySelector<HTMLTemplateElement>('template#data');
  if (root === null || template === null) throw new Error('The parts of a report are missing.');
  const encoding = template.dataset.encoding;
  if (encoding !== 'gzip-base64') throw new Error(`Unknown encoding of the data: ${encoding}`);
  const data = await unpack(template.content.textContent ?? '');
  setLanguage(languageOf(data));
  printWell();
  createRoot(root).render(<Fallback><ReportPage data={data} /></Fallback>);
}

document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
start().catch((error: unknown) => {
  console.error(error);
  plain?.removeAttribute('hidden');
});
