import { FitAddon } from '@xterm/addon-fit';
import { Terminal as Xterm } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react';
import type { EnvironmentView } from '../../main/contract/environments.ts';
import { useBridge } from '../use-command.ts';
import { withAdoptedStyles } from './adopted-styles.ts';
import { onlyPeopleType } from './only-people-type.ts';
import css from './terminal.module.css';
import { terminalTextSize, terminalTheme } from './terminal-theme.ts';
import { useTerminalText } from './use-terminal-text.ts';

/** As much as the contract takes at once. */
const KEYS_AT_ONCE = 4096;
/** Sides that the contract takes. */
const MOST_CELLS = 1000;
/** What changes the colours of the window. */
const APPEARANCES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'];

/**
 * What ssh prints while it connects; where `typing`, keys go to it. Tab and Shift+Tab leave it, as everywhere in the window
 * (Ctrl+I types a tab).
 */
export function Terminal({
  environment: { id, name, printed },
  typing,
  focus = false,
}: {
  environment: EnvironmentView;
  typing: boolean;
  /** Whether it was opened to type in it. */
  focus?: boolean;
}): ReactNode {
  const bridge = useBridge();
  const place = useRef<HTMLDivElement>(null);
  const terminal = useRef<Xterm>(null);
  const help = useId();

  const type = useEffectEvent((keys: string) => {
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE)
      void bridge.run('ssh/type', { environment: id, data: keys.slice(at, at + KEYS_AT_ONCE) });
  });
  const resize = useEffectEvent(({ cols, rows }: { cols: number; rows: number }) => {
    const side = (cells: number) => Math.min(Math.max(cells, 1), MOST_CELLS);
    if (typing) void bridge.run('ssh/resize', { environment: id, columns: side(cols), rows: side(rows) });
  });

  const focusFirst = useEffectEvent(() => focus);

  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const shown = new Xterm({
      ...terminalTextSize(),
      theme: terminalTheme(),
      screenReaderMode: true,
      disableStdin: !typing,
      cursorBlink: false,
      scrollback: 2000,
      // What is printed is the other computer's: a link in it leads nowhere.
      linkHandler: { activate: () => {} },
    });
    const fit = new FitAddon();
    shown.loadAddon(fit);
    shown.attachCustomKeyEventHandler(({ key, ctrlKey }) => key !== 'Tab' || ctrlKey);
    onlyPeopleType(shown);
    shown.onData((keys) => type(keys));
    shown.onResize((size) => resize(size));
    withAdoptedStyles(() => shown.open(host));
    shown.textarea?.setAttribute(
      'aria-label',
      typing ? `Terminal of ${name}` : `What ssh printed for ${name}`,
    );
    shown.textarea?.setAttribute('aria-describedby', help);
    terminal.current = shown;

    const sized = new ResizeObserver(() => fit.fit());
    sized.observe(host);
    fit.fit();
    resize(shown);
    if (focusFirst()) shown.focus();
    const recolour = () => {
      shown.options.theme = terminalTheme();
    };
    const appearances = APPEARANCES.map((query) => window.matchMedia(query));
    for (const each of appearances) each.addEventListener('change', recolour);
    return () => {
      for (const each of appearances) each.removeEventListener('change', recolour);
      sized.disconnect();
      terminal.current = null;
      shown.dispose();
    };
  }, [typing, name, help]);

  useTerminalText(id, printed, (text) => terminal.current?.write(text));

  return (
    <div className={css.frame}>
      <div ref={place} className={css.terminal} />
      <p id={help} className={css.help}>
        {typing
          ? 'Keys go to ssh. Tab leaves the terminal.'
          : 'This is what ssh printed; nothing can be typed.'}
      </p>
    </div>
  );
}
