import { useEffect } from 'react';
import { useActions } from './actions.ts';

/** While this screen is drawn, Escape is a step back, as it is where something lies over it; in a field it is the field's. */
export function useEscape(): void {
  const { navigation } = useActions();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      const inField = event.target instanceof Element && event.target.matches('input, textarea, select');
      if (!inField && document.querySelector('dialog[open]') === null) navigation.back();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [navigation]);
}
