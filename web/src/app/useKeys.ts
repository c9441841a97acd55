import { useEffect } from 'react';
import type { Session } from '../api/types.ts';
import { filesFor, places } from './places.ts';
import { go } from './route.ts';
import type { Route } from './route.ts';

/** The keys of the whole page; those of a view or a table are theirs. */
export function useKeys(route: Route, session: Session | null, show: (dialog: 'palette' | 'help') => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && ((event.code === 'KeyK' && !event.shiftKey) || (event.code === 'KeyP' && event.shiftKey))) {
        event.preventDefault();
        show('palette');
        return;
      }
      const target = event.target as HTMLElement;
      if (isCommand || event.altKey || event.defaultPrevented) return;
      if (target.closest('input, textarea, select, dialog, [role=dialog], [role=menu]') !== null) return;
      if (event.key === '?') {
        event.preventDefault();
        show('help');
      } else if (event.key === 'Escape') go({ selected: null, parameters: { in: '' } }, true);
      else if (!event.shiftKey && event.code.startsWith('Digit')) {
        const place = places.find(({ digit }) => digit === event.code.slice(5));
        const files = place === undefined || session === null ? null : filesFor(place.view, route.files, session);
        if (place !== undefined && files !== null) go({ view: place.view, files });
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [route, session, show]);
}
