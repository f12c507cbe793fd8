import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What can be watched. No label names an account, a device or an address. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'americano_request_seconds',
    help: 'Duration of requests by route and status',
    labelNames: ['route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.5, 1, 5],
    registers: [this.registry],
  });
  readonly pushes = new Counter({
    name: 'americano_pushes_total',
    help: 'Pushes by outcome',
    labelNames: ['st'] as const,
    registers: [this.registry],
  });
  readonly ops = new Counter({
    name: 'americano_ops_total',
    help: 'Operations that were appended',
    registers: [this.registry],
  });
  readonly degraded = new Counter({
    name: 'americano_redis_failures_total',
    help: "Requests to Redis that failed; limits and pokes were this process's own",
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
