import { useRef, useState } from 'react';

/**
 * One choice at the host: what was chosen here is shown until the host has answered, then what the host says. Of choices that
 * overtake each other the last one is shown, however late the host answers.
 *
 * @param send resolves with whether the host took it
 */
export function useChoice<T>(held: T, send: (value: T) => Promise<boolean>): [T, (value: T) => void] {
  const [chosen, setChosen] = useState<{ readonly value: T }>();
  const latest = useRef(0);
  const choose = async (value: T): Promise<void> => {
    latest.current += 1;
    const mine = latest.current;
    setChosen({ value });
    await send(value);
    if (mine === latest.current) setChosen(undefined);
  };
  return [chosen === undefined ? held : chosen.value, (value) => void choose(value)];
}
