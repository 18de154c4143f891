import { type RefObject, useEffect, useRef } from 'react';

/** For the heading of a screen that has just been opened: the focus goes there, so that it is what is read first. */
export function useArrival(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
}
