import { useEffect, useState } from 'react';

/** As long as a thumb that is on its way needs to land, and shorter than it takes to read what has risen. */
const ARMED_AFTER_MS = 450;

/**
 * False for a moment after something has risen under the thumb or the pointer: a press that was meant for what stood there before must
 * not decide anything.
 */
export function useArmed(what: string): boolean {
  const [armed, setArmed] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(what), ARMED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return armed === what;
}
