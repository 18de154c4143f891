/** Colours code beside the page: a grammar that is read for the first time takes longer than a thumb waits. */
import type { CodeLanguage } from './code-languages.ts';
import { highlight } from './highlight.ts';

export interface HighlightRequest {
  id: number;
  text: string;
  language: CodeLanguage;
}

self.addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  highlight(data.text, data.language).then(
    (lines) => self.postMessage({ id: data.id, lines }),
    // Without its colours it reads as well.
    () => self.postMessage({ id: data.id, lines: null }),
  );
});
