import { useSyncExternalStore } from 'react';

/** What a canvas needs from the stylesheet: it cannot use variables itself. */
export function cssValue(name: string, fallback = 'gray'): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || fallback;
}

/** A font for a canvas; sizes and families as in the tokens. */
export function canvasFont(size: '--text' | '--text-mono' | '--text-small', family: '--font' | '--mono'): string {
  return `${cssValue(size, '11px')} ${cssValue(family, 'sans-serif')}`;
}

/** Light or dark as the page is drawn; a change draws what depends on it again. */
export function useTheme(): string {
  return useSyncExternalStore(subscribe, () => document.documentElement.dataset.theme ?? '');
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
