import { createHash } from 'node:crypto';
import {
  CODEC_DEFLATE_GCM,
  encodeAnswer,
  otherEpoch,
  pullQuery,
  pushQuery,
  pushTaken,
  refused,
  resync,
  revoked,
  sealed,
  sealQuery,
  tooMuch,
  upgrade,
} from '../../protocol/wire.ts';
import { z } from 'zod';
import { pull } from '../segments/pull.ts';
import { push } from '../segments/push.ts';
import { seal } from '../segments/seal.ts';
import { snapshot } from '../segments/snapshot.ts';
import type { App } from './app.ts';
import type { ServerContext } from './context.ts';
import { RefusalError } from './refusal-error.ts';
import { pokeStream } from './poke-stream.ts';
import { whoAsks } from './who-asks.ts';

/** Over a quota nothing changes by asking again soon. */
const QUOTA_RETRY_MS = 3_600_000;
const security = [{ access: [] }];
/** Bytes go out as they are. */
const binary = z.any();
const answers = {
  401: refused,
  403: revoked,
  404: refused,
  410: otherEpoch,
  413: tooMuch,
  429: tooMuch,
  503: refused,
};

export function syncRoutes(app: App, context: ServerContext): void {
  const { database, metrics, pokes, now, minClient } = context;

  app.post(
    '/v1/sync/push',
    {
      schema: {
        security,
        consumes: ['application/octet-stream'],
        querystring: pushQuery,
        response: { 200: pushTaken, 400: refused, 409: resync, 426: upgrade, ...answers },
      },
    },
    async (request, reply) => {
      const { account, dev } = await whoAsks(context, request);
      const { v, sha, ...label } = request.query;
      const serverMs = now();
      if (v < minClient) return reply.code(426).send({ st: 'upgrade', minClient, serverMs });
      // A device speaks for itself alone; the other one need not be known to whoever asks.
      if (label.dev !== dev) throw new RefusalError(404, 'unknown');
      const body = bodyOf(request.body);
      if (label.codec !== CODEC_DEFLATE_GCM) throw new RefusalError(400, 'request');
      if (createHash('sha256').update(body).digest('hex') !== sha) throw new RefusalError(400, 'damaged');
      const outcome = await push(database, account, { ...label, body }, serverMs);
      metrics.pushes.inc({ st: outcome.st });
      switch (outcome.st) {
        case 'ok':
        case 'dup': {
          const { st, acked, chain, head, used, quota } = outcome;
          if (st === 'ok') {
            metrics.ops.inc(label.n);
            pokes.poke(account, dev, head);
          }
          const times = { receivedMs: serverMs, serverMs };
          return { st, acked, chain, head, ...times, quota: { used, atMost: quota } };
        }
        case 'resync':
          return reply.code(409).send({ ...outcome, serverMs });
        case 'epoch':
          return reply.code(410).send({ st: 'epoch', serverMs });
        case 'quota':
          throw new RefusalError(413, 'quota', QUOTA_RETRY_MS);
        case 'revoked':
          throw new RefusalError(403, 'revoked');
        case 'gone':
          throw new RefusalError(401, 'token');
      }
    },
  );

  app.get(
    '/v1/sync/pull',
    {
      schema: {
        security,
        querystring: pullQuery,
        produces: ['application/cbor'],
        response: { 200: binary, ...answers },
      },
    },
    async (request, reply) => {
      const { account, dev } = await whoAsks(context, request);
      const { epoch, after, max } = request.query;
      const outcome = await pull(database, account, dev, { epoch, after, max });
      const serverMs = now();
      if (outcome.st === 'epoch') return reply.code(410).send({ st: 'epoch', serverMs });
      if (outcome.st === 'revoked') throw new RefusalError(403, 'revoked');
      if (outcome.st === 'gone') throw new RefusalError(401, 'token');
      const { head, floor, segs } = outcome;
      const last = segs.at(-1);
      const next = last === undefined ? after : last.seq + last.n - 1;
      const page = { st: 'ok' as const, epoch, head, floor, next, serverMs, segs: [...segs] };
      return reply.type('application/cbor').send(bufferOf(encodeAnswer(page)));
    },
  );

  app.post(
    '/v1/sync/seal',
    {
      schema: {
        security,
        consumes: ['application/octet-stream'],
        querystring: sealQuery,
        response: { 200: sealed, 400: refused, ...answers },
      },
    },
    async (request) => {
      const { account, dev } = await whoAsks(context, request);
      const { after = null, epoch, head } = request.query;
      const state = bodyOf(request.body);
      const serverMs = now();
      const st = await seal(database, account, dev, { after, epoch, head, state }, serverMs);
      if (st === 'quota') throw new RefusalError(413, 'quota', QUOTA_RETRY_MS);
      if (st === 'revoked') throw new RefusalError(403, 'revoked');
      if (st === 'gone') throw new RefusalError(401, 'token');
      if (st === 'ok') pokes.poke(account, dev, head);
      return { st, serverMs };
    },
  );

  app.get(
    '/v1/sync/snapshot',
    { schema: { security, produces: ['application/cbor'], response: { 200: binary, ...answers } } },
    async (request, reply) => {
      const { account, dev } = await whoAsks(context, request);
      const outcome = await snapshot(database, account, dev);
      const serverMs = now();
      if (outcome.st === 'revoked') throw new RefusalError(403, 'revoked');
      if (outcome.st === 'gone') throw new RefusalError(401, 'token');
      return reply.type('application/cbor').send(bufferOf(encodeAnswer({ ...outcome, serverMs })));
    },
  );

  app.get(
    '/v1/sync/pokes',
    { schema: { security, produces: ['text/event-stream'], response: { 401: refused, 429: z.any() } } },
    async (request, reply) => {
      const identity = await whoAsks(context, request);
      pokeStream(app, context, identity, reply);
    },
  );
}

function bodyOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new RefusalError(400, 'request');
  return body;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
