import { useEffect, useEffectEvent, useRef } from 'react';
import { useBridge } from '../use-command.ts';

/**
 * Follows what the terminal of an environment prints, from the beginning of what is kept of it.
 *
 * @param printed characters that it has printed so far; with each more the rest is read, one reading at a time
 */
export function useTerminalText(environment: string, printed: number, onText: (text: string) => void): void {
  const bridge = useBridge();
  const reader = useRef({ next: 0, wanted: 0, reading: false });
  const show = useEffectEvent(onText);

  // Whoever shows another environment, or is shown anew, begins at the beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the reason to begin.
  useEffect(() => {
    reader.current = { next: 0, wanted: 0, reading: false };
  }, [environment]);

  useEffect(() => {
    const position = reader.current;
    position.wanted = printed;
    if (position.reading || position.wanted <= position.next) return;
    const read = async (): Promise<void> => {
      position.reading = true;
      try {
        while (position.next < position.wanted) {
          const outcome = await bridge.run('ssh/terminal', { environment, from: position.next });
          // What cannot be read now is read with the next that is printed.
          if (reader.current !== position || !outcome.ok || outcome.value.next <= position.next) return;
          position.next = outcome.value.next;
          show(outcome.value.text);
        }
      } finally {
        position.reading = false;
      }
    };
    read().catch(() => {});
  }, [bridge, environment, printed]);
}
