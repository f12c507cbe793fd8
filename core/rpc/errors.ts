export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Every way a call can fail. The set is closed: the page has words for each, the troubleshooting page a way out. */
export const errorKinds = [
  /** The input does not fit the contract; `details.issues` is `InputIssue[]`. */
  'invalid',
  'not_found',
  'conflict',
  'forbidden',
  /** No procedure of that name can be called that way; `details.name`. */
  'unknown_procedure',
  /** Over a bound on size, depth, count or buffer; `details.limit` where one is known. */
  'too_large',
  /** Not a message, or a value that no transport can carry; `details.reason`, `details.path`. */
  'malformed',
  /** The other side already works on as much as it accepts. */
  'busy',
  'cancelled',
  'deadline',
  'disconnected',
  /** A package that is not imported; `details.reason` says why. */
  'package_refused',
  'disk_full',
  /** The disk itself reports an error in reading or writing. */
  'disk_failed',
  'read_only',
  'damaged',
  /** The store was written by a newer version. */
  'newer_store',
  'locked',
  /** A defect of ours; `details.ref` is the id under which the log has the cause. */
  'internal',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

export interface InputIssue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** An error as it crosses a transport: no message to show, no stack. */
export interface ErrorData {
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** The only error that crosses a border. `message` is for logs; pages choose their words by `kind`. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly kind: ErrorKind;
  readonly details: Record<string, JsonValue>;

  constructor(kind: ErrorKind, details: Record<string, JsonValue> = {}, options?: { cause?: unknown }) {
    super(Object.keys(details).length === 0 ? kind : `${kind} ${JSON.stringify(details)}`, options);
    this.kind = kind;
    this.details = details;
  }
}

export function isErrorKind(kind: unknown): kind is ErrorKind {
  return errorKinds.some((known) => known === kind);
}

/** What of an error may cross: kind and details of an RpcError, and nothing of any other value. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof RpcError) return { kind: error.kind, details: error.details };
  return { kind: 'internal', details: {} };
}

/** The error that `data` describes. A kind this version does not know becomes `internal` with `details.kind`. */
export function fromErrorData(data: unknown): RpcError {
  if (!isRecord(data)) return new RpcError('internal');
  const details = isRecord(data['details']) ? data['details'] : {};
  if (isErrorKind(data['kind'])) return new RpcError(data['kind'], details);
  return new RpcError('internal', { ...details, kind: data['kind'] ?? null });
}

// Error data come out of parseMessage or a JSON parser, so their values are JSON values already.
function isRecord(value: unknown): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
