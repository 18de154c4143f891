/**
 * The styles of the terminal, under a policy that allows none in the page. xterm.js writes its theme and sizes into `<style>`
 * elements, which `style-src 'self'` refuses, and takes no nonce (its issue 4445). What a script builds as a sheet of its own
 * is not inline, so that is where its text goes: the policy stays as strict as it is for everything else.
 */

/** Runs `open`, in which xterm.js makes all of its style elements, and gives it ones that are sheets of the document. */
export function withAdoptedStyles(open: () => void): void {
  const create = document.createElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) =>
    name === 'style'
      ? styleHolder()
      : Reflect.apply(create, document, [name, options])) as typeof document.createElement;
  try {
    open();
  } finally {
    // The one of the prototype shows again.
    Reflect.deleteProperty(document, 'createElement');
  }
}

/** Stands in the page as a style element would; its text is a sheet for as long as it is not removed. */
function styleHolder(): HTMLElement {
  const holder = document.createElementNS('http://www.w3.org/1999/xhtml', 'span') as HTMLElement;
  const sheet = new CSSStyleSheet();
  holder.hidden = true;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  Object.defineProperty(holder, 'textContent', { set: (text: string) => sheet.replaceSync(text) });
  holder.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    Element.prototype.remove.call(holder);
  };
  return holder;
}
