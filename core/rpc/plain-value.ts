import { RpcError } from './errors.ts';

/** Bounds on one message. */
export interface FrameLimits {
  readonly maxFrameBytes: number;
  readonly maxDepth: number;
  /** Values of any kind in one message, containers included. */
  readonly maxNodes: number;
}

export const defaultFrameLimits: FrameLimits = {
  maxFrameBytes: 8 * 1024 * 1024,
  maxDepth: 64,
  maxNodes: 200_000,
};

export type Path = readonly (string | number)[];

export interface Measure {
  /** Size without encoding it: exact for bytes, at most that of its JSON for the rest. */
  readonly bytes: number;
  /** False when `toPlain` has something to change: undefined fields, -0, or bytes that share a larger buffer. */
  readonly plain: boolean;
  /** Where bytes are, in the order of the walk. */
  readonly binaries: readonly { readonly path: Path; readonly bytes: Uint8Array }[];
}

/**
 * Checks that `value` can cross every transport unchanged: null, booleans, finite numbers, strings, bytes, arrays and
 * plain objects of these. Undefined fields count as absent. Throws RpcError 'malformed' naming the path of anything
 * else and of `__proto__` keys, RpcError 'too_large' over a limit.
 */
export function measure(value: unknown, limits: FrameLimits = defaultFrameLimits): Measure {
  const path: (string | number)[] = [];
  const binaries: { path: Path; bytes: Uint8Array }[] = [];
  let bytes = 0;
  let nodes = 0;
  let plain = true;

  const visit = (node: unknown): void => {
    nodes += 1;
    if (nodes > limits.maxNodes) throw new RpcError('too_large', { limit: limits.maxNodes, unit: 'nodes' });
    if (path.length > limits.maxDepth)
      throw new RpcError('too_large', { limit: limits.maxDepth, unit: 'depth' });
    bytes += sizeOf(node, path);
    if (bytes > limits.maxFrameBytes)
      throw new RpcError('too_large', { limit: limits.maxFrameBytes, unit: 'bytes' });
    if (Object.is(node, -0)) plain = false;
    if (typeof node !== 'object' || node === null) return;
    if (node instanceof Uint8Array) {
      binaries.push({ path: [...path], bytes: node });
      if (!ownsItsBuffer(node)) plain = false;
    } else if (Array.isArray(node)) visitArray(node);
    else visitObject(node);
  };

  const visitArray = (array: readonly unknown[]): void => {
    for (let index = 0; index < array.length; index += 1) {
      path.push(index);
      visit(array[index]);
      path.pop();
    }
  };

  const visitObject = (object: object): void => {
    for (const [key, field] of Object.entries(object)) {
      path.push(key);
      if (key === '__proto__') throw refused(path, '__proto__ key');
      if (field === undefined) plain = false;
      else {
        bytes += key.length + 3;
        visit(field);
      }
      path.pop();
    }
  };

  visit(value);
  return { bytes, plain, binaries };
}

/**
 * A copy of a measured value with undefined fields dropped, -0 as 0, and bytes as `ofBytes` gives them: by default in
 * buffers of their own.
 */
export function toPlain(
  value: unknown,
  ofBytes: (bytes: Uint8Array) => unknown = (bytes) => Uint8Array.from(bytes),
): unknown {
  if (Object.is(value, -0)) return 0;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return ofBytes(value);
  if (Array.isArray(value)) return value.map((element) => toPlain(element, ofBytes));
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(present.map(([key, field]) => [key, toPlain(field, ofBytes)]));
}

/** True when a structured clone of these bytes carries nothing but them. */
function ownsItsBuffer(bytes: Uint8Array): boolean {
  return (
    Object.getPrototypeOf(bytes) === Uint8Array.prototype &&
    bytes.buffer instanceof ArrayBuffer &&
    bytes.byteLength === bytes.buffer.byteLength
  );
}

function sizeOf(node: unknown, path: Path): number {
  switch (typeof node) {
    case 'string':
      return node.length + 2;
    case 'boolean':
      return 4;
    case 'number':
      if (!Number.isFinite(node)) throw refused(path, String(node));
      return 1;
    case 'object':
      if (node instanceof Uint8Array) return node.byteLength;
      if (node === null || Array.isArray(node) || isPlainObject(node)) return 2;
      throw refused(path, node.constructor?.name ?? 'object');
    default:
      throw refused(path, typeof node);
  }
}

// Object.prototype of any realm, or none: the prototype of a class instance has a prototype itself.
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refused(path: Path, what: string): RpcError {
  return new RpcError('malformed', { reason: `${what} cannot be sent`, path: path.join('.') });
}
