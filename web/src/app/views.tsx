import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { ViewName, ViewProps } from './route.ts';

// Each view is loaded when it is first shown.

const loaders: Record<ViewName, () => Promise<{ default: ComponentType<ViewProps> }>> = {
  findings: () => import('../views/FindingsView.tsx').then(views => ({ default: views.FindingsView })),
  summary: () => import('../views/SummaryView.tsx').then(views => ({ default: views.SummaryView })),
  comparison: () => import('../views/ComparisonView.tsx').then(views => ({ default: views.ComparisonView })),
  containment: () => import('../views/ContainmentView.tsx').then(views => ({ default: views.ContainmentView })),
  dominators: () => import('../views/DominatorsView.tsx').then(views => ({ default: views.DominatorsView })),
  retainers: () => import('../views/RetainersView.tsx').then(views => ({ default: views.RetainersView })),
  statistics: () => import('../views/StatisticsView.tsx').then(views => ({ default: views.StatisticsView })),
  strings: () => import('../views/StringsView.tsx').then(views => ({ default: views.StringsView })),
  contexts: () => import('../views/ContextsView.tsx').then(views => ({ default: views.ContextsView })),
  holders: () => import('../views/HoldersView.tsx').then(views => ({ default: views.HoldersView })),
  allocation: () => import('../views/AllocationView.tsx').then(views => ({ default: views.AllocationView })),
  gclog: () => import('../views/GcLogView.tsx').then(views => ({ default: views.GcLogView })),
  live: () => import('../views/LiveView.tsx').then(views => ({ default: views.LiveView })),
  history: () => import('../views/HistoryView.tsx').then(views => ({ default: views.HistoryView })),
  open: () => import('../views/OpenView.tsx').then(views => ({ default: views.OpenView })),
};

export const viewOf = Object.fromEntries(Object.entries(loaders).map(([name, load]) => [name, lazy(load)])) as unknown as
  Record<ViewName, ComponentType<ViewProps>>;
