/** Runs in the build only (scripts/prerender.mjs): what index.html holds until the page's own scripts take over. */
import { renderToStaticMarkup } from 'react-dom/server';
import { Opening } from './opening.tsx';

export const markup = renderToStaticMarkup(<Opening />);
