import { z } from 'zod';
import { blobName, done, refused, tooMuch } from '../../protocol/wire.ts';
import { deleteBlob, getBlob, putBlob } from '../blobs/blobs.ts';
import type { App } from './app.ts';
import type { ServerContext } from './context.ts';
import { RefusalError } from './refusal-error.ts';
import { whoAsks } from './who-asks.ts';

const QUOTA_RETRY_MS = 3_600_000;
const security = [{ access: [] }];
const answers = { 400: refused, 401: refused, 403: z.any(), 404: refused, 413: tooMuch, 429: tooMuch };

/** Files in sealed parts, each under the SHA-256 of its bytes. HEAD says whether a part is there: that is how to go on. */
export function blobRoutes(app: App, context: ServerContext): void {
  const { database, now } = context;
  const consumes = ['application/octet-stream'];

  app.put(
    '/v1/blobs/:sha',
    { schema: { security, consumes, params: blobName, response: { 200: done, ...answers } } },
    async (request) => {
      const identity = await whoAsks(context, request);
      const { body } = request as { body: unknown };
      if (!Buffer.isBuffer(body)) throw new RefusalError(400, 'request');
      const st = await putBlob(database, identity, request.params.sha, body, now());
      if (st === 'damaged') throw new RefusalError(400, 'damaged');
      if (st === 'quota') throw new RefusalError(413, 'quota', QUOTA_RETRY_MS);
      return { st, serverMs: now() };
    },
  );
  app.get(
    '/v1/blobs/:sha',
    {
      schema: {
        security,
        params: blobName,
        produces: ['application/octet-stream'],
        response: { 200: z.any(), ...answers },
      },
    },
    async (request, reply) => {
      const identity = await whoAsks(context, request);
      const body = await getBlob(database, identity, request.params.sha);
      if (body === null) throw new RefusalError(404, 'unknown');
      return reply
        .type('application/octet-stream')
        .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    },
  );
  app.delete(
    '/v1/blobs/:sha',
    { schema: { security, params: blobName, response: { 200: done, ...answers } } },
    async (request) => {
      const identity = await whoAsks(context, request);
      if (!(await deleteBlob(database, identity, request.params.sha))) throw new RefusalError(404, 'unknown');
      return { st: 'ok' as const, serverMs: now() };
    },
  );
}
