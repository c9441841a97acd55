// The views that are tables of a snapshot share nearly all of their code: they come as one file.
export { ComparisonView } from './ComparisonView.tsx';
export { ContainmentView } from './ContainmentView.tsx';
export { ContextsView } from './ContextsView.tsx';
export { HoldersView } from './HoldersView.tsx';
export { RetainersView } from './RetainersView.tsx';
export { StatisticsView } from './StatisticsView.tsx';
export { StringsView } from './StringsView.tsx';
export { SummaryView } from './SummaryView.tsx';
