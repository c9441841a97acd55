import './theme/tokens.css';
import './theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { currentRoute } from './app/route.ts';
import { startSession } from './app/session.ts';
import { applySettings } from './app/settings.ts';
import { loadView } from './app/views.tsx';

// The key of the link has been used: it does not belong into copied addresses.
if (location.search !== '') history.replaceState(null, '', location.pathname + location.hash);
startSession();
// A link that names no place leads to findings, unless there are none.
loadView(location.hash.length > 2 ? currentRoute().view : 'findings');
applySettings();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
