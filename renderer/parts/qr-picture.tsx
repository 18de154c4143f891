import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { qrCode, qrSide } from '../model/qr-code.ts';
import css from './qr-picture.module.css';

/** Room for the code, in CSS pixels; the drawing takes the largest whole module that fits. */
const ROOM = 300;

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

/** Black on white in both themes: cameras expect it. */
export function QrPicture({ text, label }: { text: string; label: string }): ReactNode {
  const { modules, path } = useMemo(() => qrCode(text), [text]);
  const side = qrSide(modules, ROOM, usePixelRatio());
  return (
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
  );
}
