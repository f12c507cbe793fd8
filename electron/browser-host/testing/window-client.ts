import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { AppContract } from '#core/contract.ts';
import { createClient, type Client } from '#core/rpc/client.ts';
import { socketTransport } from '#core/rpc/socket.ts';
import { requestText, sendRaw, type RawAnswer } from './raw-http.ts';

export const redeem = (
  address: string,
  ticket: string,
  origin = `http://${address}`,
): Promise<RawAnswer | undefined> =>
  sendRaw(address, requestText(address, 'POST /session', { origin }, JSON.stringify({ ticket })));

/** The token for a ticket, as the page gets it. */
export const tokenFor = async (address: string, ticket: string): Promise<string> => {
  const answer = await redeem(address, ticket);
  if (answer?.status !== 200) throw new Error(`the ticket was refused: ${answer?.body ?? 'no answer'}`);
  return (JSON.parse(answer.body) as { token: string }).token;
};

export const openSocket = async (address: string, origin = `http://${address}`): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://${address}/socket`, { origin, perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
};

/** The code with which the other side closes; 1006 when it just goes. */
export const closeCode = async (socket: WebSocket): Promise<number> => {
  socket.on('error', () => undefined);
  if (socket.readyState === WebSocket.CLOSED) throw new Error('too late to ask');
  const [code] = (await once(socket, 'close')) as [number];
  return code;
};

/** A window: its token, its socket and a client of the contract. */
export const openWindow = async (
  address: string,
  ticket: string,
): Promise<{ token: string; socket: WebSocket; client: Client<AppContract> }> => {
  const token = await tokenFor(address, ticket);
  const socket = await openSocket(address);
  socket.send(token);
  return { token, socket, client: createClient<AppContract>(socketTransport(socket)) };
};
