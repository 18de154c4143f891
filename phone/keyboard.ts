/**
 * Keeps `--keyboard` at the height that the on-screen keyboard covers. Browsers that shrink the page for it
 * (interactive-widget=resizes-content) leave it at 0; iOS only shrinks the visual viewport.
 */
export function followKeyboard(page: Window): void {
  const viewport = page.visualViewport;
  if (viewport === null) return;
  const { style } = page.document.documentElement;
  const follow = () => {
    const covered = Math.max(0, page.innerHeight - viewport.height - viewport.offsetTop);
    // A pinch zoom shrinks the visual viewport too, and covers nothing.
    style.setProperty('--keyboard', viewport.scale > 1.01 ? '0px' : `${Math.round(covered)}px`);
  };
  viewport.addEventListener('resize', follow);
  viewport.addEventListener('scroll', follow);
}
