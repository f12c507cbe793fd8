import { sql } from 'kysely';
import { z } from 'zod';
import type { ServerContext } from './context.ts';
import type { App } from './app.ts';

const health = z.object({ status: z.literal('healthy'), version: z.string() });
const ready = z.object({ status: z.enum(['ready', 'waiting']), database: z.boolean() });

/** For balancers and those who watch. */
export function statusRoutes(app: App, { version, database, metrics }: ServerContext): void {
  app.get('/health', { schema: { response: { 200: health } } }, async () => ({
    status: 'healthy' as const,
    version,
  }));
  app.get('/ready', { schema: { response: { 200: ready, 503: ready } } }, async (_request, reply) => {
    try {
      await sql`select 1`.execute(database.kysely);
      return { status: 'ready' as const, database: true };
    } catch {
      return reply.code(503).send({ status: 'waiting', database: false });
    }
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
