/** Makes hostile inputs from good ones: bytes that were damaged, and JSON whose structure was. */
import { utf8 } from '../../protocol/bytes.ts';
import type { Random } from './random.ts';

type Bytes = Uint8Array;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

/** One to four damages, some of them taken from another good input. */
export function mutateBytes(random: Random, good: readonly Bytes[]): Bytes {
  if (random.once(40)) return random.bytes(random.below(300));
  let bytes: Bytes = Uint8Array.from(random.pick(good));
  for (let times = 1 + random.below(4); times > 0; times--) bytes = damage(random, bytes, random.pick(good));
  return bytes;
}

function damage(random: Random, bytes: Bytes, other: Bytes): Bytes {
  const at = random.below(bytes.length + 1);
  const length = random.below(random.once(10) ? 2000 : 16);
  switch (random.below(9)) {
    case 0:
    case 1: {
      if (at < bytes.length) bytes[at] = bytes[at]! ^ (1 << random.below(8));
      return bytes;
    }
    case 2: {
      if (at < bytes.length) bytes[at] = random.pick(EDGES);
      return bytes;
    }
    case 3:
      return bytes.slice(0, at);
    case 4:
      return join(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5:
      return join(bytes.subarray(0, at), random.bytes(length), bytes.subarray(at));
    case 6:
      return join(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
    case 7:
      return join(bytes.subarray(0, at), other.subarray(random.below(other.length + 1)));
    default: {
      const edge = random.pick(EDGES);
      const width = random.pick([1, 2, 4]);
      for (let byte = 0; byte < width && at + byte < bytes.length; byte++)
        bytes[at + byte] = edge >>> (8 * (width - 1 - byte));
      return bytes;
    }
  }
}

const join = (...parts: Bytes[]): Bytes => Uint8Array.from(Buffer.concat(parts));

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  'id',
  'method',
  'params',
  'type',
  '',
  '\u0000',
];
const STRINGS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '\ud800',
  '\u0000',
  '\u202e\u2066',
  '../../etc/passwd',
  'ä'.repeat(300),
  '🙂'.repeat(100),
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e308,
  -1e308,
  5e-324,
  65535,
  65536,
];

/** Good JSON, as text with one to four things changed: values, names, types, depth, order; now and then its letters. */
export function mutateJson(random: Random, good: readonly Json[]): Bytes {
  if (random.once(60)) return mutateBytes(random, [utf8(JSON.stringify(random.pick(good)))]);
  let value: Json = structuredClone(random.pick(good));
  for (let times = 1 + random.below(4); times > 0; times--)
    value = changed(random, value, good, 2 + random.below(6));
  const text = JSON.stringify(value) ?? 'null';
  if (random.once(50)) return utf8(inserted(random, text));
  if (random.once(60)) return utf8(deepened(random, text));
  // `__proto__` as a name of its own is something that only JSON text has.
  return utf8(random.once(40) ? text.replace(/"(\w+)":/, '"__proto__":') : text);
}

function changed(random: Random, value: Json, good: readonly Json[], depth: number): Json {
  if (value === null || typeof value !== 'object' || depth === 0 || random.once(6))
    return random.once(8) ? odd(random) : replaced(random, value, good);
  return Array.isArray(value)
    ? changedList(random, value, good, depth)
    : changedObject(random, value, good, depth);
}

function changedList(random: Random, list: Json[], good: readonly Json[], depth: number): Json {
  const at = random.below(list.length + 1);
  switch (random.below(7)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list.splice(at, 0, odd(random));
      break;
    case 2:
      list.push(...list.slice(0, 50));
      break;
    default:
      if (at < list.length) list[at] = changed(random, list[at]!, good, depth - 1);
  }
  return list;
}

function changedObject(
  random: Random,
  object: { [key: string]: Json },
  good: readonly Json[],
  depth: number,
): Json {
  const keys = Object.keys(object);
  if (keys.length === 0) return { [random.pick(NAMES)]: odd(random) };
  const [key, other] = [random.pick(keys), random.pick(keys)];
  switch (random.below(9)) {
    case 0:
      object[random.pick(NAMES)] = odd(random);
      break;
    case 1:
      delete object[key];
      break;
    case 2:
      [object[key], object[other]] = [object[other]!, object[key]!];
      break;
    default:
      object[key] = changed(random, object[key]!, good, depth - 1);
  }
  return object;
}

function replaced(random: Random, value: Json, good: readonly Json[]): Json {
  if (random.once(8)) return structuredClone(random.pick(good));
  if (typeof value === 'number') return random.once(2) ? random.pick(NUMBERS) : value + random.below(5) - 2;
  if (typeof value !== 'string') return odd(random);
  if (random.once(3)) return random.pick(STRINGS);
  const at = random.below(value.length + 1);
  return random.once(12)
    ? value.slice(0, 100).repeat(random.pick([10, 100, 700]))
    : value.slice(0, at) + random.pick(STRINGS) + value.slice(at + random.below(3));
}

function odd(random: Random): Json {
  switch (random.below(7)) {
    case 0:
      return null;
    case 1:
      return random.once(2);
    case 2:
      return random.pick(NUMBERS);
    case 3:
      return random.pick(STRINGS);
    case 4:
      return {};
    case 5:
      return [];
    default: {
      let nested: Json = [];
      for (let depth = random.below(64); depth > 0; depth--)
        nested = random.once(2) ? [nested] : { params: nested };
      return nested;
    }
  }
}

/** A piece of text where it hurts: deep brackets, a huge number, a name said twice, half a letter. */
function inserted(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const piece = random.pick([
    '['.repeat(20_000),
    '1e999',
    '"id":1,',
    '\\ud800',
    '\\u0000',
    '{"a":'.repeat(5000),
    '﻿',
    ',',
  ]);
  return text.slice(0, at) + piece + text.slice(at);
}

/** Some value of it becomes brackets in brackets, as deep as a parser still takes and a writer may not. */
function deepened(random: Random, text: string): string {
  const depth = random.pick([500, 3000, 30_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ] as const);
  const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
  const values = [...text.matchAll(/:("[^"\\\\]*"|-?\d+|null|\[\]|\{\})/g)];
  const value = random.pick(values);
  if (value === undefined) return deep;
  return `${text.slice(0, value.index + 1)}${deep}${text.slice(value.index + value[0].length)}`;
}

export const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
export type { Json };
