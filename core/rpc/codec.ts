import { RpcError } from './errors.ts';
import type { Message } from './messages.ts';
import { defaultFrameLimits, measure, toPlain } from './plain-value.ts';
import type { FrameLimits, Path } from './plain-value.ts';

/**
 * A message as a socket frame. Without bytes it is JSON text. With bytes it is one binary frame:
 *
 *     u32 big-endian length of the header | header | bytes of each binary, end to end
 *
 * where the header is UTF-8 JSON `{ message, binaries: [{ path, length }] }`, in which `message` has null at each path.
 */
export type Frame = string | Uint8Array<ArrayBuffer>;

interface BinaryPart {
  readonly path: Path;
  readonly length: number;
}

const lengthBytes = 4;

/** Throws RpcError 'malformed' for a value JSON would change or lose, naming its path; 'too_large' over a limit. */
export function encodeFrame(message: Message, limits: FrameLimits = defaultFrameLimits): Frame {
  const { binaries } = measure(message, limits);
  if (binaries.length === 0) {
    const text = JSON.stringify(message);
    if (exceeds(text, limits.maxFrameBytes)) throw tooLarge(limits);
    return text;
  }
  const parts: BinaryPart[] = binaries.map(({ path, bytes }) => ({ path, length: bytes.byteLength }));
  const hollow = toPlain(message, () => null);
  const header = new TextEncoder().encode(JSON.stringify({ message: hollow, binaries: parts }));
  const size = parts.reduce((sum, part) => sum + part.length, lengthBytes + header.byteLength);
  if (size > limits.maxFrameBytes) throw tooLarge(limits);

  const frame = new Uint8Array(size);
  new DataView(frame.buffer).setUint32(0, header.byteLength);
  frame.set(header, lengthBytes);
  let offset = lengthBytes + header.byteLength;
  for (const { bytes } of binaries) {
    frame.set(bytes, offset);
    offset += bytes.byteLength;
  }
  return frame;
}

/**
 * The value in a frame; `parseMessage` says whether it is a message. Binaries are copies with buffers of their own.
 * Throws RpcError 'malformed' or 'too_large'.
 */
export function decodeFrame(frame: string | Uint8Array, limits: FrameLimits = defaultFrameLimits): unknown {
  if (typeof frame !== 'string') return decodeBinary(frame, limits);
  if (exceeds(frame, limits.maxFrameBytes)) throw tooLarge(limits);
  const value = parseJson(frame);
  measure(value, limits);
  return value;
}

function decodeBinary(frame: Uint8Array, limits: FrameLimits): unknown {
  if (frame.byteLength > limits.maxFrameBytes) throw tooLarge(limits);
  if (frame.byteLength < lengthBytes) throw malformed('no header length');
  const headerLength = new DataView(frame.buffer, frame.byteOffset, lengthBytes).getUint32(0);
  const bodyStart = lengthBytes + headerLength;
  if (bodyStart > frame.byteLength) throw malformed('header longer than the frame');
  const header = parseJson(decodeUtf8(frame.subarray(lengthBytes, bodyStart)));
  const { message, binaries } = parseHeader(header);
  measure(message, limits);

  let offset = bodyStart;
  for (const { path, length } of binaries) {
    if (offset + length > frame.byteLength) throw malformed('binaries longer than the frame');
    place(message, path, frame.slice(offset, offset + length));
    offset += length;
  }
  if (offset !== frame.byteLength) throw malformed('bytes after the last binary');
  return message;
}

function parseHeader(header: unknown): { message: object; binaries: BinaryPart[] } {
  if (!isObject(header) || Object.keys(header).length !== 2) throw malformed('not a header');
  const { message, binaries } = header;
  if (!isObject(message) || !Array.isArray(binaries) || binaries.length === 0)
    throw malformed('not a header');
  return { message, binaries: binaries.map(parsePart) };
}

function parsePart(part: unknown): BinaryPart {
  if (!isObject(part) || Object.keys(part).length !== 2) throw malformed('not a binary part');
  const { path, length } = part;
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
    throw malformed('not a length');
  if (!Array.isArray(path) || !path.every(isStep)) throw malformed('not a path');
  return { path, length };
}

/** Puts bytes where the path finds null, walking own fields only, so that no prototype can be reached. */
function place(message: object, path: Path, bytes: Uint8Array): void {
  let container: unknown = message;
  for (const step of path.slice(0, -1)) container = ownField(container, step);
  const last = path.at(-1);
  if (last === undefined || ownField(container, last) !== null) throw malformed('a path leads to no gap');
  // Checked above: the container is an object or array that has the field itself.
  (container as Record<string | number, unknown>)[last] = bytes;
}

function ownField(container: unknown, step: string | number): unknown {
  const fits = Array.isArray(container)
    ? typeof step === 'number'
    : isObject(container) && typeof step === 'string';
  if (!fits || !Object.hasOwn(container as object, step)) throw malformed('a path leads nowhere');
  return (container as Record<string | number, unknown>)[step];
}

function isStep(step: unknown): step is string | number {
  return typeof step === 'string' || (typeof step === 'number' && Number.isSafeInteger(step) && step >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RpcError('malformed', { reason: 'not JSON' }, { cause: error });
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new RpcError('malformed', { reason: 'not UTF-8' }, { cause: error });
  }
}

/** Whether `text` takes more than `max` bytes as UTF-8, counted only when its length leaves a doubt. */
function exceeds(text: string, max: number): boolean {
  if (text.length * 3 <= max) return false;
  if (text.length > max) return true;
  return new TextEncoder().encode(text).byteLength > max;
}

function malformed(reason: string): RpcError {
  return new RpcError('malformed', { reason });
}

function tooLarge(limits: FrameLimits): RpcError {
  return new RpcError('too_large', { limit: limits.maxFrameBytes, unit: 'bytes' });
}
