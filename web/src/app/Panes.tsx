import { ObjectPane } from '../panes/ObjectPane.tsx';
import { PathPane } from '../panes/PathPane.tsx';
import { t } from '../i18n/index.ts';
import { Resizer } from './Resizer.tsx';
import type { Route } from './route.ts';
import { changeSettings, useSettings } from './settings.ts';
import './Panes.css';

/** The right side: what holds the selected object, and below what is in it. */
export function Panes({ route }: { route: Route }) {
  const { paneWidth, pathHeight } = useSettings();
  const sizes = { '--pane-width': `${paneWidth}px`, '--path-height': `${pathHeight}px` } as React.CSSProperties;
  return (
    <aside className="panes" aria-label={t('panesLabel')} style={sizes}>
      <Resizer direction="horizontal" label={t('panesWidth')} value={paneWidth} min={260} max={900} sign={-1}
        onChange={value => changeSettings({ paneWidth: value })} />
      <div className="panes__path"><PathPane route={route} /></div>
      <Resizer direction="vertical" label={t('panesHeight')} value={pathHeight} min={100} max={900} sign={1}
        onChange={value => changeSettings({ pathHeight: value })} />
      <div className="panes__object"><ObjectPane route={route} /></div>
    </aside>
  );
}
