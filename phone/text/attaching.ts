/** Photos and files that go with a message. */
import { plural } from './plural.ts';

export const attach = 'Attach a photo or file';
export const list = 'Attached';
export const remove = (name: string): string => `Remove ${name}`;
export const preparing = 'Being made smaller…';
export const tooLarge = 'It is larger than 20 MB, which is the most that goes with a message.';
export const empty = 'There is nothing in it.';
export const unreadable = 'It cannot be read any more: it was changed, moved or locked since it was chosen.';
export const notHere =
  'The agent on this SSH host does not see files of this phone or of your computer. Put the file on that host, and say where it lies.';
export const noRoom = (count: number): string =>
  plural(count, {
    one: '# file had no room: at most 8 go with a message.',
    other: '# files had no room: at most 8 go with a message.',
  });
export const notThereYet =
  'What is attached is still on its way to the host. Send when it is there, or remove it.';

/** What a message says in which nobody said anything: an agent is told what to do, and a list has a title. */
export const alone = (attached: readonly { kind: 'image' | 'file' }[]): string => {
  const count = attached.length;
  const images = attached.filter(({ kind }) => kind === 'image').length;
  if (images === count)
    return plural(count, { one: 'Look at this picture.', other: 'Look at these pictures.' });
  if (images === 0) return plural(count, { one: 'Look at this file.', other: 'Look at these files.' });
  return 'Look at these pictures and files.';
};

const MB = 1024 * 1024;
const KB = 1024;
/** Rounded up, so that nothing is said to be empty. */
export const size = (bytes: number): string =>
  bytes >= MB ? `${(bytes / MB).toFixed(1)} MB` : `${Math.ceil(bytes / KB)} KB`;
export const sent = (there: number, whole: number): string => `${size(there)} of ${size(whole)}`;
