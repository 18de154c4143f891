import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { CONFIRM_MS, type Hold, type HoldEvent, RESTS, step, wakeAfter } from './hold.ts';
import css from './hold-button.module.css';

const KEYS = new Set(['Enter', ' ']);

/**
 * Says yes only when it is held, by a finger, a pointer, Enter or the space bar. Who cannot hold presses it and then presses it
 * again: nobody has to say that they use a screen reader or a switch.
 */
export function HoldButton({
  verb,
  disabled,
  onConfirm,
}: {
  /** As in “Hold to approve”. */
  verb: string;
  /** It can be reached, and does nothing. */
  disabled: boolean;
  onConfirm: () => void;
}): ReactNode {
  const [hold, setHold] = useState<Hold>(RESTS);
  const current = useRef(hold);
  const confirm = useRef(onConfirm);
  confirm.current = onConfirm;
  /** A click is the end of what a pointer did, or comes from something else. */
  const pointed = useRef(false);

  const happened = useCallback((event: HoldEvent) => {
    const { hold: next, confirmed } = step(current.current, event, performance.now());
    current.current = next;
    setHold(next);
    if (confirmed) confirm.current();
  }, []);

  useEffect(() => {
    const ms = wakeAfter(hold, performance.now());
    if (ms === null) return;
    const timer = setTimeout(() => happened('time'), ms);
    return () => clearTimeout(timer);
  }, [hold, happened]);

  useEffect(() => {
    if (!disabled) return;
    current.current = RESTS;
    setHold(RESTS);
  }, [disabled]);

  const pointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    if (disabled || event.button !== 0 || !event.isPrimary) return;
    pointed.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    happened('down');
  };
  const pointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    if (current.current.kind !== 'holding') return;
    const { left, right, top, bottom } = event.currentTarget.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x >= left && x <= right && y >= top && y <= bottom) return;
    pointed.current = false;
    happened('leave');
  };
  const click = (): void => {
    if (!pointed.current && !disabled) happened('press');
    pointed.current = false;
  };
  const key = (event: KeyboardEvent<HTMLButtonElement>, down: boolean): void => {
    if (!KEYS.has(event.key)) return;
    // Otherwise it clicks.
    event.preventDefault();
    if (!disabled && !event.repeat) happened(down ? 'down' : 'up');
  };

  const words =
    hold.kind === 'rest'
      ? `Hold to ${verb}`
      : hold.kind === 'holding'
        ? 'Keep holding…'
        : `Press again to ${verb}`;
  return (
    <>
      <button
        type="button"
        className={css.button}
        data-hold={hold.kind}
        aria-disabled={disabled}
        onPointerDown={pointerDown}
        onPointerMove={pointerMove}
        onPointerUp={() => happened('up')}
        onPointerCancel={() => happened('leave')}
        onContextMenu={(event) => event.preventDefault()}
        onClick={click}
        onKeyDown={(event) => key(event, true)}
        onKeyUp={(event) => key(event, false)}
        onBlur={() => happened('leave')}
      >
        <span>{words}</span>
      </button>
      <span role="status" className="visually-hidden">
        {hold.kind === 'asking' &&
          `Nothing is decided yet. Press again within ${CONFIRM_MS / 1000} seconds, or hold the button.`}
      </span>
    </>
  );
}
