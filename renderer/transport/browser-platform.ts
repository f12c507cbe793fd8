import { socketTransport } from '#core/rpc/socket.ts';
import type { Transport } from '#core/rpc/transport.ts';
import type { Platform } from './platform.ts';
import { SessionEnded } from './platform.ts';

const tokenKey = 'americano.session';
/** Close code by which the host refuses a token. */
const refused = 4401;

/** The browser window: a one-time ticket in the hash becomes a token, and the token opens the socket. */
export function browserPlatform(): Platform {
  let redeeming: Promise<void> | undefined;
  const ticket = takeTicket();
  // A new launch address in the window of an old one changes nothing but the hash: it starts afresh with it.
  window.addEventListener('hashchange', () => {
    if (ticketHash.test(location.hash)) location.reload();
  });
  return {
    async connect() {
      if (ticket !== undefined) redeeming ??= redeem(ticket);
      await redeeming;
      const token = sessionStorage.getItem(tokenKey);
      if (token === null) throw new SessionEnded();
      return openSocket(token);
    },
  };
}

const ticketHash = /^#ticket=([\w-]{16,256})$/;

/** Reads the ticket once and takes it out of the address, so that it is in no history. */
function takeTicket(): string | undefined {
  const match = ticketHash.exec(location.hash);
  if (match === null) return undefined;
  history.replaceState(null, '', '#/');
  return match[1];
}

async function redeem(ticket: string): Promise<void> {
  sessionStorage.removeItem(tokenKey);
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket }),
  });
  if (!response.ok) throw new SessionEnded();
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string') {
    throw new SessionEnded();
  }
  sessionStorage.setItem(tokenKey, body.token);
}

function openSocket(token: string): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const address = new URL('/socket', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => {
      socket.send(token);
      resolve(
        socketTransport({
          get readyState() {
            return socket.readyState;
          },
          get bufferedAmount() {
            return socket.bufferedAmount;
          },
          get binaryType() {
            return socket.binaryType;
          },
          set binaryType(value: string) {
            socket.binaryType = value === 'arraybuffer' ? 'arraybuffer' : 'blob';
          },
          send: (frame) => socket.send(frame),
          close: () => socket.close(),
          addEventListener: (type: string, listener: (event: never) => void) => {
            // Checked border: the three events of SocketLike carry what its listeners read.
            socket.addEventListener(type, listener as EventListener);
          },
        }),
      );
    });
    socket.addEventListener('close', (event) => {
      if (event.code === refused) {
        sessionStorage.removeItem(tokenKey);
        onRefused();
      }
      reject(new Error('socket closed'));
    });
  });
}

let onRefused: () => void = () => undefined;

/** The host may refuse a token after the socket has opened; then no attempt helps. */
export function whenRefused(listener: () => void): void {
  onRefused = listener;
}
