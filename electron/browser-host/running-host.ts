import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { defaultFrameLimits } from '#core/rpc/plain-value.ts';
import { socketTransport } from '#core/rpc/socket.ts';
import type { Transport } from '#core/rpc/transport.ts';
import type { Profile } from '#core/store/profile.ts';
import { readHostFile, type HostFile } from './host-file.ts';

const patienceMs = 3_000;
const ticketAnswer = z.object({ ticket: z.string() });
const tokenAnswer = z.object({ token: z.string() });

const ask = async (host: HostFile, want: 'ticket' | 'token'): Promise<unknown> => {
  try {
    const response = await fetch(`http://127.0.0.1:${host.port}/control`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ want }),
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'error',
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    // Refused, timed out, or another program has the port by now: nobody to ask.
    return undefined;
  }
};

/** A launch address of the service that has the profile open; undefined when none answers. */
export const askForTicket = async (
  profile: Profile,
): Promise<{ address: string; ticket: string } | undefined> => {
  const host = readHostFile(profile);
  if (host === undefined) return undefined;
  const answer = ticketAnswer.safeParse(await ask(host, 'ticket'));
  return answer.success ? { address: `127.0.0.1:${host.port}`, ticket: answer.data.ticket } : undefined;
};

/** Connects a terminal to the service that has the profile open; undefined when none answers. */
export const connectToRunning = async (
  profile: Profile,
): Promise<{ transport: Transport; close(): void } | undefined> => {
  const host = readHostFile(profile);
  if (host === undefined) return undefined;
  const answer = tokenAnswer.safeParse(await ask(host, 'token'));
  if (!answer.success) return undefined;
  const address = `127.0.0.1:${host.port}`;
  const socket = new WebSocket(`ws://${address}/socket`, {
    origin: `http://${address}`,
    maxPayload: defaultFrameLimits.maxFrameBytes,
    handshakeTimeout: patienceMs,
  });
  try {
    await once(socket, 'open');
  } catch {
    return undefined;
  }
  socket.send(answer.data.token);
  return { transport: socketTransport(socket), close: () => socket.close() };
};
