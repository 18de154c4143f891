import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { qrCode, qrSide } from '../model/qr-code.ts';
import css from './qr-picture.module.css';

/** CSS pixels: as large as a camera wants it, as small as one still reads it. */
const LARGEST = 372;
const SMALLEST = 200;
/** What stands above and below the code, in CSS pixels, where the window is low. */
const BESIDE = 150;

/** Device pixels per CSS pixel; changes when the window moves to another display. */
function usePixelRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const update = (): void => setRatio(devicePixelRatio);
    query.addEventListener('change', update);
    return () => query.removeEventListener('change', update);
  }, [ratio]);
  return ratio;
}

/** CSS pixels that a square may have in this element, and in the height of the window. */
function useRoom(place: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(LARGEST);
  useLayoutEffect(() => {
    const measure = (): void => {
      const width = place.current?.clientWidth ?? LARGEST;
      setRoom(Math.max(SMALLEST, Math.min(LARGEST, width, innerHeight - BESIDE)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (place.current) observer.observe(place.current);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, [place]);
  return room;
}

/** Black on white in both themes: cameras expect it. As large as its place allows, in whole modules. */
export function QrPicture({ text, label }: { text: string; label: string }): ReactNode {
  const { modules, path } = useMemo(() => qrCode(text), [text]);
  const place = useRef<HTMLDivElement>(null);
  const side = qrSide(modules, useRoom(place), usePixelRatio());
  return (
    <div ref={place} className={css.place}>
      <svg
        className={css.code}
        role="img"
        aria-label={label}
        width={side}
        height={side}
        viewBox={`0 0 ${modules} ${modules}`}
        shapeRendering="crispEdges"
      >
        <path fill="#fff" d={`M0 0h${modules}v${modules}H0z`} />
        <path fill="#000" d={path} />
      </svg>
    </div>
  );
}
