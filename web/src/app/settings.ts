import { useSyncExternalStore } from 'react';
import { setLanguage } from '../i18n/index.ts';
import type { Language } from '../i18n/index.ts';

export type Theme = 'light' | 'dark' | 'system';

export interface Settings {
  theme: Theme;
  language: Language;
  /** Width of the panes on the right and height of the upper one, in px. */
  paneWidth: number;
  pathHeight: number;
}

const storageKey = 'heapwise.settings';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let current = load();

/** Puts the settings to work; called before anything is drawn. */
export function applySettings(): void {
  const isDark = current.theme === 'dark' || (current.theme === 'system' && systemDark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  setLanguage(current.language);
}

systemDark.addEventListener('change', applySettings);

export function useSettings(): Settings {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Where storage is forbidden, settings last as long as the page.
  }
  applySettings();
  for (const listener of listeners) listener();
}

function load(): Settings {
  const preset: Settings = {
    theme: 'system', language: navigator.language.startsWith('zh') ? 'zh' : 'en', paneWidth: 340, pathHeight: 340,
  };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Settings>;
    return {
      theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : preset.theme,
      language: stored.language === 'zh' || stored.language === 'en' ? stored.language : preset.language,
      paneWidth: typeof stored.paneWidth === 'number' ? stored.paneWidth : preset.paneWidth,
      pathHeight: typeof stored.pathHeight === 'number' ? stored.pathHeight : preset.pathHeight,
    };
  } catch {
    return preset;
  }
}
