import type { ReactNode } from 'react';
import { Loading } from '../ui/empty.tsx';
import css from './panel.module.css';
import { SidebarAhead } from './parts/sidebar.tsx';

/**
 * The window before there is a state to show. The build writes it into index.html (scripts/prerender.mjs), so that it is
 * painted before any script has come; its places are those of the panel, which then takes its place without a jump.
 */
export function Opening(): ReactNode {
  return (
    <div className={css.panel}>
      <SidebarAhead />
      <main className={css.content} aria-busy="true">
        <Loading what="Asking the host for its state" />
      </main>
    </div>
  );
}
