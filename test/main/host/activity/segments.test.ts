import { expect, test } from 'vitest';
import {
  isSegment,
  LAST_NUMBER,
  placeOf,
  positionOf,
  segmentName,
  segmentsIn,
} from '../../../../main/host/activity/segments.ts';

test('a place is one safe number, and later ones are larger', () => {
  const places = [
    { number: 1, byte: 0 },
    { number: 1, byte: 2 ** 36 - 1 },
    { number: 2, byte: 7 },
    { number: LAST_NUMBER, byte: 2 ** 36 - 1 },
  ];
  const positions = places.map(positionOf);
  expect(positions.map(placeOf)).toEqual(places);
  expect(positions.every(Number.isSafeInteger)).toBe(true);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
});

test('the parts of a folder are found by their names, the newest first; what is not one is left out', () => {
  const at = Date.UTC(2026, 10, 21, 23, 59);
  expect(segmentName(12, at)).toBe('audit-2026-11-21-000012.jsonl');
  const { segments, doubles } = segmentsIn([
    'audit.jsonl',
    'audit-2026-11-21-000002.jsonl.gz',
    'audit-2026-11-21-000010.jsonl',
    'audit-2026-11-21-000010.jsonl.gz',
    'audit-2026-11-21-000011.jsonl.gz.new',
    'audit-2026-11-20-000001.jsonl',
    'audit-2026-11-21-000000.jsonl',
    'audit-2026-11-21-999999.jsonl',
    'audit-2026-11-21-3.jsonl',
    'copy of audit-2026-11-21-000004.jsonl',
  ]);
  expect(segments.map(({ number, plain, packed }) => [number, plain, packed])).toEqual([
    [10, true, true],
    [2, false, true],
    [1, true, false],
  ]);
  expect(doubles).toEqual([]);
});

test('of two with one number the one of the earlier day is read, and the other is told', () => {
  const { segments, doubles } = segmentsIn([
    'audit-2026-11-22-000001.jsonl.gz',
    'audit-2026-11-21-000001.jsonl.gz',
  ]);
  expect(segments.map(({ name }) => name)).toEqual(['audit-2026-11-21-000001.jsonl']);
  expect(doubles).toEqual(['audit-2026-11-22-000001.jsonl.gz']);
});

test('whether a file belongs to the log is told by its name', () => {
  expect(['audit.jsonl', 'audit-2026-11-21-000001.jsonl.gz'].every(isSegment)).toBe(true);
  expect(['audit.jsonl.bak', 'requests.jsonl'].some(isSegment)).toBe(false);
});
