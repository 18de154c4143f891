/** The worker that colours code: begun with the first code that is shown, and kept. */
import type { CodeLanguage } from './code-languages.ts';
import type { CodePiece } from './code-pieces.ts';
import type { HighlightRequest } from './highlight-worker.ts';

type Lines = readonly (readonly CodePiece[])[] | null;

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, (lines: Lines) => void>();

/** Null where it could not be begun: then nothing is coloured. */
function started(): Worker | null {
  if (worker !== null) return worker;
  let begun: Worker;
  try {
    begun = new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
  begun.addEventListener('message', ({ data }: MessageEvent<{ id: number; lines: Lines }>) => {
    waiting.get(data.id)?.(data.lines);
    waiting.delete(data.id);
  });
  // It could not be loaded, or broke: the next code that is shown begins another one.
  begun.addEventListener('error', () => {
    begun.terminate();
    if (worker === begun) worker = null;
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  });
  worker = begun;
  return begun;
}

/** As `highlight`, without a moment of the page's own time. */
export function highlightBeside(text: string, language: CodeLanguage): Promise<Lines> {
  const to = started();
  if (to === null) return Promise.resolve(null);
  last += 1;
  const request: HighlightRequest = { id: last, text, language };
  return new Promise((resolve) => {
    waiting.set(request.id, resolve);
    to.postMessage(request);
  });
}
