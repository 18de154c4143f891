/**
 * Structured clone as JSON text. Values cross two borders of the double as text: page to app (a CDP binding carries
 * strings only) and isolated world to main world (a DOM event must not carry live objects). What Electron's own
 * clone refuses is refused here with the same words.
 *
 * Plain JSON stands for itself, except objects, which travel as entries so that no key is special.
 */
export type Encoded = null | boolean | number | string | Encoded[] | Tagged;
export type Tagged = { readonly $: string; readonly v?: Encoded | undefined; readonly kind?: string };

/** Encodes what the codec does not know itself (functions, promises); undefined means "cannot be cloned". */
export type EncodeOther = (value: unknown) => Tagged | undefined;
/** Decodes the tags that `EncodeOther` made. */
export type DecodeOther = (tagged: Tagged) => unknown;

const refuse = (): never => {
  throw new Error('An object could not be cloned.');
};

const classOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

function encodeNumber(value: number): Encoded {
  if (Object.is(value, -0)) return { $: 'Number', v: '-0' };
  return Number.isFinite(value) ? value : { $: 'Number', v: String(value) };
}

function encodeObject(value: object, other: EncodeOther): Encoded {
  if (Array.isArray(value)) return value.map((entry) => encode(entry, other));
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
    // Node's Buffer arrives in a page as what it is there: a Uint8Array.
    return { $: 'View', kind: classOf(value), v: toBase64(bytes) };
  }
  switch (classOf(value)) {
    case 'ArrayBuffer':
      return { $: 'View', kind: 'ArrayBuffer', v: toBase64(new Uint8Array(value as ArrayBuffer)) };
    case 'Error': {
      const { name, message, stack } = value as Error;
      return { $: 'Error', v: [name, message, stack ?? ''] };
    }
    case 'Map':
      return { $: 'Map', v: encode([...(value as Map<unknown, unknown>)], other) };
    case 'Set':
      return { $: 'Set', v: encode([...(value as Set<unknown>)], other) };
    case 'Date':
      return { $: 'Date', v: (value as Date).getTime() };
    case 'Object':
      return { $: 'Object', v: Object.entries(value).map(([key, entry]) => [key, encode(entry, other)]) };
    default:
      return refuse();
  }
}

/** @throws Error 'An object could not be cloned.' */
export function encode(value: unknown, other: EncodeOther = () => undefined): Encoded {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return encodeNumber(value);
    case 'undefined':
      return { $: 'Undefined' };
    case 'bigint':
      return { $: 'BigInt', v: String(value) };
    case 'object':
      if (value === null) return null;
      if (classOf(value) === 'Promise') return other(value) ?? refuse();
      return encodeObject(value, other);
    case 'function':
      return other(value) ?? refuse();
    default:
      return refuse();
  }
}

function decodeView(kind: string, text: string): unknown {
  const bytes = fromBase64(text);
  if (kind === 'Uint8Array') return bytes;
  if (kind === 'ArrayBuffer') return bytes.buffer;
  const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[kind];
  return View ? new View(bytes.buffer) : refuse();
}

export function decode(encoded: Encoded, other: DecodeOther = refuse): unknown {
  if (encoded === null || typeof encoded !== 'object') return encoded;
  if (Array.isArray(encoded)) return encoded.map((entry) => decode(entry, other));
  switch (encoded.$) {
    case 'Undefined':
      return undefined;
    case 'Number':
      return Number(encoded.v);
    case 'BigInt':
      return BigInt(encoded.v as string);
    case 'Date':
      return new Date(encoded.v as number);
    case 'Map':
      return new Map(decode(encoded.v as Encoded, other) as [unknown, unknown][]);
    case 'Set':
      return new Set(decode(encoded.v as Encoded, other) as unknown[]);
    case 'View':
      return decodeView(encoded.kind ?? '', encoded.v as string);
    case 'Error': {
      const [name, message, stack] = encoded.v as string[];
      return Object.assign(new Error(message), { name, stack });
    }
    case 'Object':
      return Object.fromEntries(
        (encoded.v as [string, Encoded][]).map(([key, entry]) => [key, decode(entry, other)]),
      );
    default:
      return other(encoded);
  }
}
