import { expect, it } from 'vitest';
import { CallError } from '../../phone/client/types.ts';
import { FileSearch } from '../../phone/state/file-search.ts';

/** A host whose answers come when the test says so. */
function slowHost() {
  const open: { query: string; answer: (...paths: string[]) => void; fail: () => void }[] = [];
  const call = (_: string, { query }: { query: string }) =>
    new Promise((resolve, reject) => {
      const answer = (...paths: string[]) =>
        resolve({ files: paths.map((path) => ({ path, folder: false })) });
      open.push({ query, answer, fail: () => reject(new CallError('cut', 'Cut.')) });
    });
  return { open, search: new FileSearch({ call: call as never }) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('asks one question at a time, and of what was typed meanwhile only the last', async () => {
  const { open, search } = slowHost();
  for (const query of ['l', 'la', 'lam']) search.find('p', query);
  expect(open.map(({ query }) => query)).toEqual(['l']);
  open[0]!.answer('lamp.ts', 'lens.ts');
  await settled();
  expect(search.found.get()).toMatchObject({ query: 'l', files: [{ path: 'lamp.ts' }, {}] });
  expect(open.map(({ query }) => query)).toEqual(['l', 'lam']);
  open[1]!.answer('lamp.ts');
  await settled();
  expect(search.found.get()).toMatchObject({ project: 'p', query: 'lam', files: [{ path: 'lamp.ts' }] });
});

it('shows nothing that comes after nobody looks any more, and looks again afterwards', async () => {
  const { open, search } = slowHost();
  search.find('p', 'l');
  search.find('p', '');
  open[0]!.answer('lamp.ts');
  await settled();
  expect(search.found.get()).toBeNull();
  search.find('p', 'b');
  open[1]!.answer('beam.ts');
  await settled();
  expect(search.found.get()).toMatchObject({ query: 'b' });
});

it('offers nothing where no answer comes', async () => {
  const { open, search } = slowHost();
  search.find('p', 'l');
  open[0]!.fail();
  await settled();
  expect(search.found.get()).toBeNull();
});
