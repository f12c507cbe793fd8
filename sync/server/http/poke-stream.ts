import type { FastifyReply } from 'fastify';
import type { Identity } from '../accounts/token-keys.ts';
import { ACCESS_MS } from '../accounts/token-keys.ts';
import type { App } from './app.ts';
import type { ServerContext } from './context.ts';

/** Below the idle bound of connections, and of most proxies. */
const BEAT_MS = 20_000;
/** Whoever reads so little that this waits has gone. */
const WAITING_AT_MOST = 16 * 1024;

/**
 * Events for one device: `head` of the account when another device wrote. It ends with the life of a token, so that a
 * revoked device is not told for long.
 */
export function pokeStream(
  app: App,
  { pokes }: ServerContext,
  { account, dev }: Identity,
  reply: FastifyReply,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // A proxy that keeps it back makes it useless.
    'x-accel-buffering': 'no',
  });
  const write = (text: string): void => {
    if (raw.writableLength > WAITING_AT_MOST) raw.destroy();
    else raw.write(text);
  };
  write(': here\n\n');
  const stop = pokes.listen(account, (poke) => {
    if (poke.dev !== dev) write(`event: head\ndata: ${poke.head}\n\n`);
  });
  const beat = setInterval(() => write(': beat\n\n'), BEAT_MS);
  const end = setTimeout(() => raw.end(), ACCESS_MS);
  open(app).add(reply);
  raw.once('close', () => {
    stop();
    clearInterval(beat);
    clearTimeout(end);
    open(app).delete(reply);
  });
}

const streams = new WeakMap<App, Set<FastifyReply>>();

/** Streams that are open; ended when the server ends, which would wait for them. */
function open(app: App): Set<FastifyReply> {
  const known = streams.get(app) ?? new Set();
  streams.set(app, known);
  return known;
}

export function endPokeStreams(app: App): void {
  for (const { raw } of open(app)) raw.end();
}
