import { en } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'en' | 'zh';

/** Keys are the English dictionary's; the Chinese one has the same, which the compiler checks. */
export type Text = { readonly [K in keyof typeof en]: string };

let current: Language = 'en';

export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
}

export function language(): Language {
  return current;
}

/** The text of a key, with `{name}` replaced by values. */
export function t(key: keyof typeof en, values?: Record<string, string | number>): string {
  const text = (current === 'zh' ? (zh as Text) : en)[key];
  return values === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
