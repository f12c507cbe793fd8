import type { Page, WebSocketRoute } from '@playwright/test';

type Call = { t?: string; id?: number; name?: string };

/** What lies between a page and its service: a test may keep answers back, or let procedures fail. */
export type Wire = {
  /** Procedures that never answer. */
  readonly held: Set<string>;
  /** Procedures that fail. */
  readonly failing: Set<string>;
  /** Ends the connection, and every attempt at a new one while it stays cut. */
  cut(): Promise<void>;
  mend(): void;
};

/** Puts a wire between; from the next load of the page on. */
export const putWire = async (page: Page): Promise<Wire> => {
  const held = new Set<string>();
  const failing = new Set<string>();
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/socket$/, async (route) => {
    if (isCut) {
      await route.close();
      return;
    }
    const server = route.connectToServer();
    open.add(route);
    route.onMessage((message) => {
      const call =
        typeof message === 'string' && message.startsWith('{') ? (JSON.parse(message) as Call) : {};
      if (call.name !== undefined && held.has(call.name)) return;
      if (call.name === undefined || !failing.has(call.name)) server.send(message);
      else route.send(JSON.stringify({ t: 'error', id: call.id, error: { kind: 'internal', details: {} } }));
    });
  });
  return {
    held,
    failing,
    cut: async () => {
      isCut = true;
      await Promise.all([...open].map((route) => route.close().catch(() => undefined)));
      open.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
};
