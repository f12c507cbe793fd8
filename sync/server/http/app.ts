import swagger from '@fastify/swagger';
import fastify, { LogController, type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { BLOB_BYTES_AT_MOST, STATE_BYTES_AT_MOST } from '../../protocol/wire.ts';
import { NotThisDevice } from '../store/as-device.ts';
import { accountRoutes } from './account-routes.ts';
import { blobRoutes } from './blob-routes.ts';
import type { ServerContext } from './context.ts';
import { makeServer } from './make-server.ts';
import { readBody, TooLarge, TooSlow, watchReader } from './pace.ts';
import { RefusalError } from './refusal-error.ts';
import { statusRoutes } from './status-routes.ts';
import { syncRoutes } from './sync-routes.ts';

const JSON_BYTES_AT_MOST = 16 * 1024;
const SLOW_MS = 200;

/** The HTTP side of the server: every border checked by a schema, every body bounded, every wait ended. */
export async function makeApp(context: ServerContext) {
  const { metrics, log, now } = context;
  const app = fastify({
    serverFactory: (handler) => makeServer(handler, context.certificate),
    logger: log === null ? false : { level: 'info', base: null, stream: log },
    logController: new LogController({ disableRequestLogging: true }),
    // A school is one address: nothing here looks at it.
    trustProxy: false,
    routerOptions: { maxParamLength: 100 },
    genReqId: () => '',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    async (_request: FastifyRequest, payload: FastifyRequest['raw']) => {
      const body = await readBody(payload, JSON_BYTES_AT_MOST);
      try {
        return JSON.parse(body.toString('utf8')) as unknown;
      } catch {
        throw new RefusalError(400, 'request');
      }
    },
  );
  app.addContentTypeParser(
    'application/octet-stream',
    (request: FastifyRequest, payload: FastifyRequest['raw']) =>
      readBody(
        payload,
        request.routeOptions.url?.startsWith('/v1/blobs') ? BLOB_BYTES_AT_MOST : STATE_BYTES_AT_MOST,
      ),
  );

  app.addHook('onSend', async (request, reply) => watchReader(reply.raw, request.raw.socket));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requests.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
    // The pattern of the route, never the address that was asked for.
    if (reply.elapsedTime > SLOW_MS || reply.statusCode >= 500)
      request.log.warn(
        { route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        'slow or failed',
      );
  });
  app.setNotFoundHandler(async (_request, reply) => refuse(reply, new RefusalError(404, 'unknown'), now()));
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) request.log.error({ err: error }, 'failed');
    return refuse(reply, refusal, now());
  });

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Americano sync server', version: context.version },
      components: { securitySchemes: { access: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  statusRoutes(app, context);
  accountRoutes(app, context);
  syncRoutes(app, context);
  blobRoutes(app, context);
  return app;
}

export type App = Awaited<ReturnType<typeof makeApp>>;

function refusalOf(error: FastifyError | Error): RefusalError {
  if (error instanceof RefusalError) return error;
  if (error instanceof NotThisDevice)
    return error.reason === 'revoked' ? new RefusalError(403, 'revoked') : new RefusalError(401, 'token');
  if (error instanceof TooLarge) return new RefusalError(413, 'size', 0);
  if (error instanceof TooSlow) return new RefusalError(408, 'slow');
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  return status >= 400 && status < 500
    ? new RefusalError(status, 'request')
    : new RefusalError(503, 'server', 5000);
}

function refuse(reply: FastifyReply, { status, st, retryAfterMs }: RefusalError, serverMs: number) {
  // What is left of a body that was refused is not read.
  if (status === 413 || status === 408) reply.header('connection', 'close');
  if (retryAfterMs !== null && retryAfterMs > 0) reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  return reply
    .code(status)
    .type('application/json')
    .serializer(JSON.stringify)
    .send({ st, ...(retryAfterMs === null ? {} : { retryAfterMs }), serverMs });
}
