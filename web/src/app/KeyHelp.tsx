import { Dialog } from '../components/Dialog.tsx';
import { t } from '../i18n/index.ts';
import type { Text } from '../i18n/index.ts';
import './KeyHelp.css';

const keys: readonly { title: keyof Text; rows: readonly [keyof Text, ...string[]][] }[] = [
  {
    title: 'keysPage',
    rows: [
      ['keysPalette', 'Ctrl K', 'Ctrl Shift P'], ['keysViews', '1 – 9'], ['keysFilter', '/'], ['keysHelp', '?'], ['keysEscape', 'Esc'],
    ],
  },
  {
    title: 'keysTables',
    rows: [
      ['keysMove', '↑', '↓', 'PgUp', 'PgDn', 'Home', 'End'], ['keysOpen', '→'], ['keysClose', '←'], ['keysGo', 'Enter'],
      ['keysBeside', 'keysCtrlClick'], ['keysMenu', 'keysRightClick'],
    ],
  },
  {
    title: 'keysCharts',
    rows: [['keysZoom', 'W', 'S', 'keysCtrlWheel'], ['keysPan', 'A', 'D', '←', '→'], ['keysFit', 'F'], ['keysResize', '←', '→', '↑', '↓']],
  },
];

/** What the keyboard can do. */
export function KeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  return (
    <Dialog title={t('topHelp')} isOpen={isOpen} onClose={onClose}>
      <div className="key-help">
        {keys.map(({ title, rows }) => (
          <section key={title}>
            <h3 className="key-help__title">{t(title)}</h3>
            <dl>
              {rows.map(([text, ...strokes]) => (
                <div key={text} className="key-help__row">
                  <dt>{t(text)}</dt>
                  <dd>
                    {strokes.map(stroke => (
                      <kbd key={stroke} className="key-help__key">{stroke.startsWith('keys') ? t(stroke as keyof Text) : stroke}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
