import './theme/tokens.css';
import './theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { applySettings } from './app/settings.ts';

// The key of the link has been used: it does not belong into copied addresses.
if (location.search !== '') history.replaceState(null, '', location.pathname + location.hash);
applySettings();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
