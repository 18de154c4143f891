import { expect, test } from 'vitest';
import type { HostState } from '../../../../main/contract/state.ts';
import { Slices } from '../../../../main/host/surface/slices.ts';

function setUp() {
  const state = { host: 'desk', relay: 'up' } as unknown as HostState;
  const slices = new Slices({
    host: () => state.host,
    relay: () => state.relay,
  } as ConstructorParameters<typeof Slices>[0]);
  const become = (relay: string) => Object.assign(state, { relay });
  const listener = () => {
    const told: unknown[] = [];
    return { told, end: slices.subscribe(({ value }) => told.push(value)) };
  };
  return { slices, become, listener };
}

test('a change is told once, and what is as it was is not told', () => {
  const { slices, become, listener } = setUp();
  const { told } = listener();
  slices.snapshot();
  told.length = 0;
  slices.touch('host', 'relay');
  become('down');
  slices.touch('relay');
  slices.touch('relay');
  expect(told).toEqual(['down']);
});

test('a change is not lost for one who looks, because another one asked for a snapshot meanwhile', () => {
  const { slices, become, listener } = setUp();
  slices.snapshot();
  const { told } = listener();
  become('down');
  expect(slices.snapshot()).toMatchObject({ relay: 'down' });
  slices.touch('relay');
  expect(told).toEqual(['down']);
});

test('a change back is told to one who came while nobody was looking', () => {
  const { slices, become, listener } = setUp();
  const first = listener();
  slices.snapshot();
  first.end();
  become('down');
  slices.touch('relay');
  const second = listener();
  expect(slices.snapshot()).toMatchObject({ relay: 'down' });
  second.told.length = 0;
  become('up');
  slices.touch('relay');
  expect(second.told).toEqual(['up']);
});
