/** Whether the shell would look for files by this text. Pure; takes one look at each character, however many brackets it has. */
export const isPattern = (text: string): boolean =>
  /[*?]/.test(text) || (text.includes('[') && text.lastIndexOf(']') > text.indexOf('[') + 1);
