import { RpcError, isErrorKind } from './errors.ts';
import type { ErrorData, JsonValue } from './errors.ts';

/** Client → server. Ids are chosen by the client, never reused on one connection. */
export type ClientMessage =
  | {
      readonly t: 'call';
      readonly id: number;
      readonly name: string;
      readonly input?: unknown;
      readonly deadlineMs?: number;
    }
  | { readonly t: 'open'; readonly id: number; readonly name: string; readonly input?: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  /** The client consumed `count` items of a stream: the server may send that many more. */
  | { readonly t: 'more'; readonly id: number; readonly count: number };

/** Server → client. */
export type ServerMessage =
  | { readonly t: 'result'; readonly id: number; readonly output?: unknown }
  | { readonly t: 'error'; readonly id: number; readonly error: ErrorData }
  | { readonly t: 'item'; readonly id: number; readonly value?: unknown }
  | { readonly t: 'end'; readonly id: number };

export type Message = ClientMessage | ServerMessage;

/** Items of one stream that may be under way before the client has asked for more. */
export const streamWindow = 256;

export const maxNameLength = 100;
export const maxDeadlineMs = 86_400_000;

/** Fields of each message beside `t` and `id`; `?` marks what may be absent. */
const fields: Readonly<Record<Message['t'], readonly string[]>> = {
  call: ['name', 'input?', 'deadlineMs?'],
  open: ['name', 'input?'],
  cancel: [],
  more: ['count'],
  result: ['output?'],
  error: ['error'],
  item: ['value?'],
  end: [],
};

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => typeof value === 'string' && value.length > 0 && value.length <= maxNameLength,
  deadlineMs: (value) => isCount(value) && value <= maxDeadlineMs,
  count: (value) => isCount(value) && value <= streamWindow,
  error: isErrorData,
  input: () => true,
  output: () => true,
  value: () => true,
};

/**
 * The message that `value` is. Payloads (`input`, `output`, `value`) are not looked into: transports bound them.
 * Throws RpcError 'malformed' with `details.reason`, and `details.id` where an id could be read.
 */
export function parseMessage(value: unknown): Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('not an object');
  const own = new Map<string, unknown>(Object.entries(value));
  const id = own.get('id');
  if (!isCount(id)) throw malformed('id is not a positive integer');
  const t = own.get('t');
  if (!isMessageType(t)) throw malformed('unknown message type', id);

  const allowed = new Set(['t', 'id']);
  for (const field of fields[t]) {
    const name = field.replace('?', '');
    allowed.add(name);
    const present = own.get(name) !== undefined;
    if (!present && field === name) throw malformed(`${t} lacks ${name}`, id);
    if (present && checks[name]?.(own.get(name)) !== true) throw malformed(`${t} has a wrong ${name}`, id);
  }
  for (const key of own.keys()) if (!allowed.has(key)) throw malformed(`${t} has an unknown field`, id);
  // Checked border: type, id and every field of this type hold.
  return value as Message;
}

export function isClientMessage(message: Message): message is ClientMessage {
  return message.t === 'call' || message.t === 'open' || message.t === 'cancel' || message.t === 'more';
}

function isMessageType(t: unknown): t is Message['t'] {
  return typeof t === 'string' && Object.hasOwn(fields, t);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === 'number' && value > 0;
}

function isErrorData(value: unknown): value is ErrorData {
  if (typeof value !== 'object' || value === null) return false;
  const own = new Map<string, unknown>(Object.entries(value));
  const details = own.get('details');
  return (
    isErrorKind(own.get('kind')) && typeof details === 'object' && details !== null && !Array.isArray(details)
  );
}

function malformed(reason: string, id?: number): RpcError {
  const details: Record<string, JsonValue> = id === undefined ? { reason } : { reason, id };
  return new RpcError('malformed', details);
}
