import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { ViewName, ViewProps } from './route.ts';

// A view is loaded when it is first shown.

const tables = () => import('../views/tables.ts');

const loaders: Record<ViewName, () => Promise<ComponentType<ViewProps>>> = {
  findings: () => import('../views/FindingsView.tsx').then(views => views.FindingsView),
  summary: () => tables().then(views => views.SummaryView),
  comparison: () => tables().then(views => views.ComparisonView),
  containment: () => tables().then(views => views.ContainmentView),
  dominators: () => import('../views/DominatorsView.tsx').then(views => views.DominatorsView),
  retainers: () => tables().then(views => views.RetainersView),
  statistics: () => tables().then(views => views.StatisticsView),
  strings: () => tables().then(views => views.StringsView),
  contexts: () => tables().then(views => views.ContextsView),
  holders: () => tables().then(views => views.HoldersView),
  allocation: () => import('../views/AllocationView.tsx').then(views => views.AllocationView),
  gclog: () => import('../views/GcLogView.tsx').then(views => views.GcLogView),
  live: () => import('../views/LiveView.tsx').then(views => views.LiveView),
  history: () => import('../views/HistoryView.tsx').then(views => views.HistoryView),
  open: () => import('../views/OpenView.tsx').then(views => views.OpenView),
};

export const viewOf = Object.fromEntries(Object.entries(loaders).map(([name, load]) => [
  name, lazy(async () => ({ default: await load() })),
])) as unknown as Record<ViewName, ComponentType<ViewProps>>;

/** Loads a view ahead. One that cannot be loaded says so where it is shown. */
export function loadView(name: ViewName): void {
  loaders[name]().catch(() => {});
}
