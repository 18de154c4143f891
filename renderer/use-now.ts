import { useEffect, useState } from 'react';

/**
 * The time, for what is said relative to it; it moves on at every full `step` milliseconds, and only while the window can
 * be seen.
 */
export function useNow(step: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: number | undefined;
    const tick = (): void => {
      const at = Date.now();
      setNow(at);
      if (document.visibilityState === 'visible') timer = window.setTimeout(tick, step - (at % step));
    };
    const wake = (): void => {
      window.clearTimeout(timer);
      tick();
    };
    tick();
    document.addEventListener('visibilitychange', wake);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [step]);
  return now;
}
