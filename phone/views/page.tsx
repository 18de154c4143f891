import type { ReactNode } from 'react';
import { product } from '../text/shell.ts';
import css from './page.module.css';

/** A page of its own, outside of the shell: pairing, and what stands in its way. */
export function Page({ children }: { children: ReactNode }): ReactNode {
  return (
    <main className={css.page}>
      <p className={css.brand}>{product}</p>
      {children}
    </main>
  );
}
