import { ContextMenu } from 'radix-ui';
import { useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import type { MenuItem } from '../components/Menu.tsx';
import { t } from '../i18n/index.ts';
import '../components/Menu.css';

export interface RowMenu {
  href?: string;
  more: MenuItem[];
}

/** The menu of a row under the right button: opens it beside, copies its link, and what the view adds. */
export function GridMenu({ items, children }: { items(event: MouseEvent): RowMenu | never[]; children: ReactNode }) {
  const [menu, setMenu] = useState<RowMenu | null>(null);
  const entries: MenuItem[] = [];
  if (menu?.href !== undefined) {
    const address = new URL(menu.href, location.href).href;
    entries.push({ label: t('commonOpenBeside'), onSelect: () => void open(address, '_blank') });
    entries.push({ label: t('commonCopyLink'), onSelect: () => void navigator.clipboard.writeText(address) });
  }
  entries.push(...menu?.more ?? []);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild
        onContextMenu={event => {
          const next = items(event);
          if (Array.isArray(next) || (next.href === undefined && next.more.length === 0)) event.preventDefault();
          else setMenu(next);
        }}>
        {children}
      </ContextMenu.Trigger>
      {entries.length > 0 && (
        <ContextMenu.Portal>
          <ContextMenu.Content className="menu" collisionPadding={8}>
            {entries.map((entry, index) => (
              <ContextMenu.Item key={index} className="menu__item" disabled={entry.isDisabled} onSelect={() => {
                if (entry.href !== undefined) location.hash = entry.href;
                entry.onSelect?.();
              }}>
                {entry.label}
              </ContextMenu.Item>
            ))}
          </ContextMenu.Content>
        </ContextMenu.Portal>
      )}
    </ContextMenu.Root>
  );
}
