import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import './Menu.css';

export interface MenuItem {
  label: ReactNode;
  /** Where given, the item shows whether it is on. */
  isChecked?: boolean;
  /** A heading above this item. */
  heading?: string;
  isDisabled?: boolean;
  href?: string;
  onSelect?(): void;
}

/** A menu under a button. */
export function Menu({ trigger, items, align = 'start', isKeptOpen = false }: {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
  isKeptOpen?: boolean;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          {items.map((item, index) => <Item key={index} item={item} isKeptOpen={isKeptOpen} />)}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item, isKeptOpen }: { item: MenuItem; isKeptOpen: boolean }) {
  const select = (event: Event) => {
    if (isKeptOpen) event.preventDefault();
    item.onSelect?.();
  };
  return (
    <>
      {item.heading !== undefined && <DropdownMenu.Label className="menu__heading">{item.heading}</DropdownMenu.Label>}
      {item.isChecked !== undefined
        ? (
          <DropdownMenu.CheckboxItem className="menu__item" checked={item.isChecked} disabled={item.isDisabled} onSelect={select}>
            <span className="menu__check" aria-hidden="true">{item.isChecked ? '✓' : ''}</span>
            {item.label}
          </DropdownMenu.CheckboxItem>
        )
        : (
          <DropdownMenu.Item className="menu__item" disabled={item.isDisabled} onSelect={select} asChild={item.href !== undefined}>
            {item.href !== undefined ? <a href={item.href}>{item.label}</a> : item.label}
          </DropdownMenu.Item>
        )}
    </>
  );
}
