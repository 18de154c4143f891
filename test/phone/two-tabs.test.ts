/** Two tabs of one phone, of which each keeps what was said and typed in it, in the storage that they share. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Drafts } from '../../phone/state/drafts.ts';
import { type Keep, pageKeep } from '../../phone/state/keep.ts';
import { Outgoing } from '../../phone/state/outgoing.ts';
import { ScriptedHost } from './scripted-host.ts';

let stored: Map<string, string>;
let full: boolean;
beforeEach(() => {
  stored = new Map();
  full = false;
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    removeItem: (key: string) => void stored.delete(key),
    setItem(key: string, text: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      stored.set(key, text);
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const tab = (keep: Keep = pageKeep()) => ({
  outgoing: new Outgoing(new ScriptedHost(), keep, 'host', () => 1),
  drafts: new Drafts(keep, 'host'),
});
const say = ({ outgoing }: ReturnType<typeof tab>, text: string) =>
  outgoing.say({ kind: 'thread', thread: 't1' }, text);
const waiting = ({ outgoing }: ReturnType<typeof tab>) => outgoing.outbox.get().map(({ text }) => text);

test('what was said in either without a network is there when the phone opens the page again', () => {
  const [one, two] = [tab(), tab()];
  say(one, 'first');
  say(two, 'second');
  say(one, 'third');
  expect(waiting(tab()).sort()).toEqual(['first', 'second', 'third']);
});

test('what one took back is not brought back by the other', () => {
  const [one, two] = [tab(), tab()];
  const request = say(one, 'first');
  say(two, 'second');
  one.outgoing.discard(request);
  expect(waiting(tab())).toEqual(['second']);
});

test('of a host that is gone nothing is kept, whichever tab was told it', () => {
  const [one, two] = [tab(), tab()];
  say(two, 'second');
  one.outgoing.forget();
  expect([...stored.keys()]).toEqual([]);
});

test('a draft in one leaves that of the other', () => {
  const [one, two] = [tab(), tab()];
  one.drafts.set('t1', 'half a');
  two.drafts.set('t2', 'another half');
  one.drafts.set('t1', 'half a sentence');
  expect(['t1', 't2', 't3'].map((place) => tab().drafts.get(place))).toEqual([
    'half a sentence',
    'another half',
    '',
  ]);
});

test('where the storage is full a tab has its own for as long as it lives', () => {
  const one = tab();
  one.drafts.set('t1', 'short');
  full = true;
  one.drafts.set('t1', 'too long to be kept');
  expect(one.drafts.get('t1')).toBe('too long to be kept');
  full = false;
  one.drafts.set('t1', 'kept again');
  expect(tab().drafts.get('t1')).toBe('kept again');
});
