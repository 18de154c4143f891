/** What the screen adds to the words of an agent. */
export const image = 'Image';
export const table = 'Table';
export const code = 'Code';
export const copyCode = 'Copy the code';
export const copied = 'Copied';
export const notCopied = 'The browser did not let it be copied.';
