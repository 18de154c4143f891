import { describe, expect, test } from 'vitest';
import { PANEL_VIEWS } from '../../../main/contract/panel.ts';
import { beforeLink, startedFor, viewOfLink } from '../../../main/desktop/deep-link.ts';

test('each view has one link', () => {
  for (const view of PANEL_VIEWS) expect(viewOfLink(`outpost://open/${view}`)).toBe(view);
});

const HOSTILE = [
  'outpost:',
  'outpost://open/',
  'outpost://open/nowhere',
  'outpost://open/pair/',
  'outpost://open/pair?link=http://evil',
  'outpost://open/pair#now',
  'outpost://open/../pair',
  'outpost://open/%70air',
  'outpost://open/pair\u0000',
  'outpost://open/pair ',
  'outpost://open:80/pair',
  'outpost://user@open/pair',
  'outpost://pair',
  'outpost:open/pair',
  'OUTPOST://open/pair',
  'outpost://OPEN/pair',
  'outpost://open/constructor',
  `outpost://open/${'x'.repeat(1_000_000)}`,
  'outpost://revoke/ada',
];

test.each(HOSTILE)('%.60s opens nothing', (link) => {
  expect(viewOfLink(link)).toBeUndefined();
  expect(startedFor(['outpost-desktop', link])).toEqual({ what: 'nothing' });
});

describe('what a start is for', () => {
  test('itself, where no link is among its arguments', () => {
    expect(startedFor(['outpost-desktop', '--data', '/home/ada/outpost', 'outposts'])).toEqual({
      what: 'itself',
    });
  });

  test('a view, wherever the link stands', () => {
    const link = 'outpost://open/phones';
    expect(startedFor(['outpost-desktop', '--allow-file-access-from-files', link])).toEqual({
      what: 'view',
      view: 'phones',
    });
  });

  test('nothing, where there are two', () => {
    const link = 'outpost://open/phones';
    expect(startedFor(['outpost-desktop', link, link])).toEqual({ what: 'nothing' });
  });
});

test('what stands behind a link sets no flag', () => {
  expect(beforeLink(['--name', 'mini', 'outpost://open/home', '--relay', 'wss://evil.example'])).toEqual([
    '--name',
    'mini',
  ]);
  expect(beforeLink(['--name', 'mini'])).toEqual(['--name', 'mini']);
  expect(beforeLink(['Outpost:x', '--codex', '/tmp/evil'])).toEqual([]);
});
