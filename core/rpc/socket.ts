import { decodeFrame, encodeFrame } from './codec.ts';
import type { Frame } from './codec.ts';
import { RpcError } from './errors.ts';
import { defaultFrameLimits } from './plain-value.ts';
import type { FrameLimits } from './plain-value.ts';
import { createInbox } from './transport.ts';
import type { Transport } from './transport.ts';

/** What the browser's WebSocket and the `ws` package's have in common. */
export interface SocketLike {
  readonly readyState: number;
  binaryType: string;
  /** Bytes that were sent and that the peer has not taken yet. */
  readonly bufferedAmount: number;
  send(frame: Frame): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
}

const open = 1;

/**
 * So much may wait for a peer that does not read: more than all pictures of a page that is only slow. What asks on and on
 * without reading would fill the memory of the service with its answers.
 */
const maxUnreadBytes = 32 * defaultFrameLimits.maxFrameBytes;

/**
 * A transport over an open, authenticated WebSocket. The socket belongs to it from here on. Set the receiver's own
 * bound (`maxPayload` of `ws`) to `limits.maxFrameBytes` or little more, so that larger frames are never buffered.
 * It closes when more than `unreadBytes` wait for the peer to take them.
 */
export function socketTransport(
  socket: SocketLike,
  limits: FrameLimits = defaultFrameLimits,
  unreadBytes = maxUnreadBytes,
): Transport {
  const inbox = createInbox();
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', (event) =>
    inbox.receive(() => decodeFrame(frameOf(event.data), limits)),
  );
  socket.addEventListener('close', () => inbox.close());
  // The close that follows every error tells; without a listener `ws` would throw.
  socket.addEventListener('error', () => undefined);
  if (socket.readyState > open) inbox.close();
  const close = (): void => {
    inbox.close();
    socket.close();
  };
  return {
    ...inbox.listen,
    send(message) {
      if (inbox.closed) return;
      const frame = encodeFrame(message, limits);
      if (socket.bufferedAmount > unreadBytes) close();
      else if (socket.readyState === open) socket.send(frame);
    },
    close,
  };
}

function frameOf(data: unknown): string | Uint8Array {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new RpcError('malformed', { reason: 'not a frame' });
}
