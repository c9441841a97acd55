import { createContext, useContext } from 'react';

/** Where objects of a finding can be looked at. There is none in a report: its heap is not at hand. */
export interface Links {
  /** V8's id of the object that is selected. */
  selected: number | null;
  objectHref(id: number): string;
  onObject(id: number): void;
  retainersHref(id: number): string;
  /** This finding, for others. */
  findingHref(fingerprint: string): string;
  /** The objects of a class. */
  classHref(className: string): string;
}

export const LinksContext = createContext<Links | null>(null);

export function useLinks(): Links | null {
  return useContext(LinksContext);
}

/** Whether a click means "go there", and not "open beside" or a menu. */
export function isPlainClick(event: { button: number; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}
