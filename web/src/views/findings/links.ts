import { createContext, useContext } from 'react';

/** Links from a finding to its objects. A report has none: its heap is not available. */
export interface Links {
  /** V8's id of the object that is selected. */
  selected: number | null;
  objectHref(id: number): string;
  onObject(id: number): void;
  retainersHref(id: number): string;
  /** A link to this finding, to share. */
  findingHref(fingerprint: string): string;
  /** The objects of a class. */
  classHref(className: string): string;
}

export const LinksContext = createContext<Links | null>(null);

export function useLinks(): Links | null {
  return useContext(LinksContext);
}

/** Whether a click means "go there", and not "open in a new tab" or a menu. */
export function isPlainClick(event: { button: number; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}
