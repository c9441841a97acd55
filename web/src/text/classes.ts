import type { Text } from '../i18n/index.ts';

type About = Extract<keyof Text, `classAbout_${string}`>;

const known: Record<string, About> = {
  '(closure)': 'classAbout_closure',
  Function: 'classAbout_closure',
  '(array)': 'classAbout_array',
  '(system)': 'classAbout_system',
  '(hidden)': 'classAbout_system',
  '(synthetic)': 'classAbout_system',
  '(compiled code)': 'classAbout_code',
  '(code)': 'classAbout_code',
  '(string)': 'classAbout_string',
  '(concatenated string)': 'classAbout_concat',
  '(sliced string)': 'classAbout_sliced',
  '(object shape)': 'classAbout_shape',
  '(regexp)': 'classAbout_regexp',
  RegExp: 'classAbout_regexp',
  '(number)': 'classAbout_number',
  '(heap number)': 'classAbout_number',
  '(symbol)': 'classAbout_symbol',
  '(bigint)': 'classAbout_bigint',
  Object: 'classAbout_object',
};

/** What V8's own name of a class means and whether one can do something about it; null for the program's classes. */
export function aboutClass(name: string): About | null {
  const about = known[name];
  if (about !== undefined) return about;
  if (name === 'system / Context' || name === '(context)') return 'classAbout_context';
  if (/^system \/ (Native|JSArrayBufferData|ArrayBuffer)/.test(name) || /^\((native|external)/.test(name)) return 'classAbout_native';
  if (/^system \/ (Weak|Ephemeron)/.test(name) || /^Weak(Map|Set|Ref)$/.test(name)) return 'classAbout_weak';
  return /^system( |$)/.test(name) ? 'classAbout_system' : null;
}
