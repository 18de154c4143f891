import { expect, test } from 'vitest';
import { CallError } from '../../../phone/client/types.ts';
import { Pictures } from '../../../phone/thread/pictures.ts';

/** Of eight megabytes each: two fit. @returns what the host was asked for beside them */
function pictures(fails = false) {
  const asked: string[] = [];
  const data = Buffer.alloc(8 * 1024 * 1024 - 1, 1).toString('base64');
  const call = (_: string, { item }: { item: string }) => {
    asked.push(item);
    return fails
      ? Promise.reject(new CallError('noImage', 'It is gone.'))
      : Promise.resolve({ type: 'image/png', data });
  };
  return { asked, pictures: new Pictures({ call } as unknown as ConstructorParameters<typeof Pictures>[0]) };
}
const ref = (item: string, picture?: number) => ({
  thread: 'th',
  item,
  ...(picture !== undefined && { picture }),
});

test('one that was shown is there at once, with its type, and is not asked for again', async () => {
  const { pictures: shown } = pictures();
  expect(shown.kept(ref('a'))).toBeUndefined();
  const blob = await shown.fetch(ref('a'));
  expect(blob).toMatchObject({ type: 'image/png', size: 8 * 1024 * 1024 - 1 });
  expect(shown.kept(ref('a'))).toBe(blob);
  expect(shown.kept(ref('a', 0))).toBeUndefined();
});

test('what was shown last is kept, and no more than fits', async () => {
  const { pictures: shown, asked } = pictures();
  for (const item of ['a', 'b']) await shown.fetch(ref(item));
  shown.kept(ref('a'));
  await shown.fetch(ref('c'));
  expect(['a', 'b', 'c'].filter((item) => shown.kept(ref(item)) !== undefined)).toEqual(['a', 'c']);
  await shown.fetch(ref('c'));
  expect(shown.kept(ref('a'))).toBeDefined();
  expect(asked).toEqual(['a', 'b', 'c', 'c']);
});

test('what cannot be had is asked for again', async () => {
  const { pictures: shown, asked } = pictures(true);
  await expect(shown.fetch(ref('a'))).rejects.toMatchObject({ code: 'noImage' });
  expect(shown.kept(ref('a'))).toBeUndefined();
  await expect(shown.fetch(ref('a'))).rejects.toMatchObject({ code: 'noImage' });
  expect(asked).toEqual(['a', 'a']);
});
