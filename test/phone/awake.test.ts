import { beforeEach, describe, expect, it } from 'vitest';
import { Awake } from '../../phone/state/awake.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

let held: number;
let granted: boolean;
let visible: boolean;
let changed: () => void;
let awake: Awake;

beforeEach(() => {
  held = 0;
  granted = true;
  visible = true;
  awake = new Awake({
    wakeLock: {
      request: async () => {
        if (!granted) throw new DOMException('', 'NotAllowedError');
        held += 1;
        const release = async () => {
          held -= 1;
        };
        return { release } as WakeLockSentinel;
      },
    },
    visible: () => visible,
    onVisibility: (listener) => {
      changed = listener;
    },
  });
});

const show = async (on: boolean) => {
  visible = on;
  // The browser takes the lock away itself.
  if (!on) held = 0;
  changed();
  await settled();
};

describe('the screen stays on', () => {
  it('only for a run that is watched and was asked for', async () => {
    awake.watch('t', true);
    await settled();
    expect(held).toBe(0);
    awake.ask('t');
    await settled();
    expect(held).toBe(1);
    awake.leave('t');
    expect(held).toBe(0);
    awake.watch('t', true);
    await settled();
    expect(held).toBe(1);
    awake.ask(null);
    expect(held).toBe(0);
  });

  it('until the run ends, and not for the next one', async () => {
    awake.watch('t', true);
    awake.ask('t');
    await settled();
    awake.watch('t', false);
    expect([held, awake.asked.get()]).toEqual([0, null]);
    awake.watch('t', true);
    await settled();
    expect(held).toBe(0);
  });

  it('not for another thread', async () => {
    awake.ask('t');
    awake.watch('u', true);
    await settled();
    expect(held).toBe(0);
  });

  it('not while the page is hidden, and again when it is shown', async () => {
    awake.watch('t', true);
    awake.ask('t');
    await settled();
    await show(false);
    expect(held).toBe(0);
    await show(true);
    expect(held).toBe(1);
  });

  it('once, however often it is asked for', async () => {
    awake.watch('t', true);
    awake.ask('t');
    awake.watch('t', true);
    awake.ask('t');
    await settled();
    expect(held).toBe(1);
  });

  it('not where the wish ended before the phone had answered', async () => {
    awake.watch('t', true);
    awake.ask('t');
    awake.ask(null);
    await settled();
    expect(held).toBe(0);
  });

  it('not where the phone says no, and the wish does not stand as if it were granted', async () => {
    granted = false;
    awake.watch('t', true);
    awake.ask('t');
    await settled();
    expect([held, awake.asked.get()]).toEqual([0, null]);
  });
});
