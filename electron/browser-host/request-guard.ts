/** Why a request is not answered. */
export type Refusal = { status: number; reason: string };

export type Asked = {
  method: string;
  /** As sent, query and all: a route is one exact text. */
  url: string;
  /** Every Host and Origin header as sent. */
  hosts: readonly string[];
  origins: readonly string[];
};

type Route = {
  methods: readonly string[];
  /** `ours`: only a page of this host. `any`: navigation sends none. `none`: no browser, whose POSTs always carry one. */
  origin: 'ours' | 'any' | 'none';
};

const routes: ReadonlyMap<string, Route> = new Map([
  ['/session', { methods: ['POST'], origin: 'ours' }],
  ['/control', { methods: ['POST'], origin: 'none' }],
]);
const files: Route = { methods: ['GET', 'HEAD'], origin: 'any' };
const socket: Route = { methods: ['GET'], origin: 'ours' };

const originFits = (origin: string | undefined, wanted: Route['origin'], address: string): boolean => {
  if (origin === undefined) return wanted !== 'ours';
  return wanted !== 'none' && origin === `http://${address}`;
};

const check = (asked: Asked, route: Route, address: string): Refusal | undefined => {
  // Two Host or Origin headers are no header that could be trusted.
  if (asked.hosts.length > 1 || asked.origins.length > 1) return { status: 400, reason: 'header twice' };
  if (asked.hosts[0] !== address) return { status: 421, reason: 'wrong host' };
  if (!originFits(asked.origins[0], route.origin, address)) return { status: 403, reason: 'wrong origin' };
  if (!route.methods.includes(asked.method)) return { status: 405, reason: 'wrong method' };
  return undefined;
};

/**
 * Who may ask, decided from the request line and two headers. Host must be this address with this port: a page that
 * reaches us under another name (DNS rebinding) names that one. Whatever changes something must come from a page of
 * ours, and a missing Origin is no page.
 */
export const refuseRequest = (asked: Asked, address: string): Refusal | undefined =>
  check(asked, routes.get(asked.url) ?? files, address);

/** The same for an upgrade. There is one socket, at one path without a query: nothing secret belongs in an address. */
export const refuseUpgrade = (asked: Asked, address: string): Refusal | undefined =>
  check(asked, socket, address) ??
  (asked.url === '/socket' ? undefined : { status: 404, reason: 'no socket' });
