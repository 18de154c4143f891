import { useEffect, useEffectEvent, useState } from 'react';
import { useBridge } from './use-command.ts';

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/**
 * Takes what is dropped anywhere on the window, for as long as the component is shown.
 *
 * @param onDrop with the absolute paths @returns whether something that could be dropped is over the window
 */
export function useFolderDrop(onDrop: (paths: readonly string[]) => void): boolean {
  const bridge = useBridge();
  const [over, setOver] = useState(false);
  const dropped = useEffectEvent(onDrop);

  useEffect(() => bridge.onDrop((paths) => dropped(paths)), [bridge]);
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      // It goes from one element to the next all the time; only the one out of the window has no next.
      if (event.relatedTarget === null) setOver(false);
    };
    const onEnd = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onEnd);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onEnd);
    };
  }, []);
  return over;
}
