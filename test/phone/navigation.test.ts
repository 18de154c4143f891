import { beforeEach, describe, expect, it } from 'vitest';
import { Navigation } from '../../phone/navigation.ts';

/** A browser's history: entries, and steps that arrive later. */
class Page extends EventTarget {
  entries: unknown[] = [null];
  at = 0;
  readonly history = {
    page: this as Page,
    get state() {
      return this.page.entries[this.page.at];
    },
    pushState(state: unknown) {
      this.page.entries.splice(++this.page.at, Infinity, structuredClone(state));
    },
    replaceState(state: unknown) {
      this.page.entries[this.page.at] = structuredClone(state);
    },
    back() {
      this.go(-1);
    },
    go(steps: number) {
      setImmediate(() => {
        this.page.at = Math.max(0, this.page.at + steps);
        this.page.dispatchEvent(Object.assign(new Event('popstate'), { state: this.state }));
      });
    },
  };
}

const settled = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const thread = (id: string) => ({ view: 'thread', thread: id, approval: null }) as const;

let page: Page;
let navigation: Navigation;
let away: string[];
const raise = (name: string) => navigation.raise(() => void away.push(name));
const opened = () => (navigation.place.get().detail as { thread?: string } | null)?.thread;

beforeEach(() => {
  page = new Page();
  navigation = new Navigation(page as unknown as Window);
  away = [];
});

describe('a step back', () => {
  it('leads to the place before', async () => {
    navigation.open(thread('a'));
    expect(opened()).toBe('a');
    page.history.back();
    await settled();
    expect(opened()).toBeUndefined();
  });

  it('takes what lies over a place, and not the place', async () => {
    navigation.open(thread('a'));
    raise('sheet');
    page.history.back();
    await settled();
    expect([away, opened()]).toEqual([['sheet'], 'a']);
    page.history.back();
    await settled();
    expect(opened()).toBeUndefined();
  });

  it('takes one layer at a time', async () => {
    raise('sheet');
    raise('another');
    page.history.back();
    await settled();
    expect(away).toEqual(['another']);
    page.history.back();
    await settled();
    expect(away).toEqual(['another', 'sheet']);
  });
});

describe('what lies over a place', () => {
  it('leaves no entry behind when it goes by itself', async () => {
    navigation.open(thread('a'));
    raise('sheet')();
    await settled();
    expect([away, page.at, opened()]).toEqual([[], 1, 'a']);
    page.history.back();
    await settled();
    expect(opened()).toBeUndefined();
  });

  it('goes when another place is opened over it, which takes its entry', async () => {
    const lower = raise('sheet');
    navigation.open(thread('a'));
    lower();
    await settled();
    expect([away, page.at, opened()]).toEqual([['sheet'], 1, 'a']);
    page.history.back();
    await settled();
    expect([page.at, opened()]).toEqual([0, undefined]);
  });

  it('does not take with it what is opened while it goes', async () => {
    raise('sheet')();
    navigation.open(thread('a'));
    raise('another');
    await settled();
    expect(opened()).toBe('a');
    expect([page.at, away]).toEqual([2, []]);
    page.history.back();
    await settled();
    expect([opened(), away]).toEqual(['a', ['another']]);
  });

  it('does not outlive a reload', async () => {
    navigation.open(thread('a'));
    raise('sheet');
    navigation = new Navigation(page as unknown as Window);
    await settled();
    expect([page.at, opened()]).toEqual([1, 'a']);
  });
});

it('a state that is not ours is the start', async () => {
  page.entries = [{ tab: 'nowhere', layer: -1 }];
  navigation = new Navigation(page as unknown as Window);
  expect(navigation.place.get()).toEqual({ tab: 'inbox', detail: null, depth: 0 });
});
