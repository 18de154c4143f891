/** Which of many hosts a person sees first. */
import { describe, expect, test } from 'vitest';
import {
  type Listed,
  orderHosts,
  searchHosts,
  shortList,
} from '../../../../../main/host/ssh/config/short-list.ts';

const host = (alias: string, more: Partial<Listed> = {}): Listed => ({
  alias,
  about: '',
  unusable: null,
  usedAt: null,
  hidden: false,
  ...more,
});
const names = (hosts: readonly Listed[]) => hosts.map(({ alias }) => alias);

const HOSTS = [
  host('a b', { unusable: 'It has a space.' }),
  host('web', { about: 'ada@10.0.0.1' }),
  host('web-2', { usedAt: 5 }),
  host('old-web', { hidden: true, usedAt: 9 }),
  host('db', { usedAt: 7, about: 'root@DB.corp' }),
];

describe('the list', () => {
  test('those used last first, then as they stand, the unusable last', () => {
    expect(names(orderHosts(HOSTS))).toEqual(['old-web', 'db', 'web-2', 'web', 'a b']);
  });

  test('is short, says how many more there are, and counts no hidden one', () => {
    expect(shortList(HOSTS, 2)).toEqual({ hosts: [HOSTS[4], HOSTS[2]], more: 2 });
    const thousand = Array.from({ length: 1000 }, (_, at) => host(`h${at}`));
    const short = shortList(thousand, 20);
    expect([short.hosts.length, short.more, short.hosts[0]?.alias]).toEqual([20, 980, 'h0']);
    expect(shortList([], 5)).toEqual({ hosts: [], more: 0 });
  });
});

describe('searching', () => {
  test('in alias and address, each word, whatever the case; hidden ones too', () => {
    expect(names(searchHosts(HOSTS, 'WEB'))).toEqual(['web', 'web-2', 'old-web']);
    expect(names(searchHosts(HOSTS, ' corp  root'))).toEqual(['db']);
    expect(names(searchHosts(HOSTS, 'nobody'))).toEqual([]);
  });

  test('blanks find all but the hidden ones', () => {
    expect(names(searchHosts(HOSTS, '  '))).toEqual(['db', 'web-2', 'web', 'a b']);
  });
});
