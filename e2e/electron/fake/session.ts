import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { record } from './record.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** A scheme of the program as a server of this machine, because Chromium knows no scheme of ours. */
class FakeProtocol {
  readonly #handlers = new Map<string, Handler>();
  readonly #servers = new Map<string, Promise<string>>();

  registerSchemesAsPrivileged(schemes: typeof record.schemes): void {
    record.schemes.push(...schemes);
  }

  handle(scheme: string, handler: Handler): void {
    this.#handlers.set(scheme, handler);
  }

  /** Where the pages of a scheme are for Chromium. */
  originOf(scheme: string, host: string): Promise<string> {
    const known = this.#servers.get(scheme) ?? this.#listen(scheme, host);
    this.#servers.set(scheme, known);
    return known;
  }

  async #listen(scheme: string, host: string): Promise<string> {
    const server: Server = createServer((asked, answer) => {
      const handler = this.#handlers.get(scheme);
      if (handler === undefined) return void answer.writeHead(404).end();
      const request = new Request(`${scheme}://${host}${asked.url ?? '/'}`, {
        method: asked.method ?? 'GET',
      });
      void Promise.resolve(handler(request)).then(async (response) => {
        answer.writeHead(response.status, Object.fromEntries(response.headers));
        answer.end(Buffer.from(await response.arrayBuffer()));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  ask(scheme: string, address: string, method: string): Promise<Response> {
    const handler = this.#handlers.get(scheme);
    if (handler === undefined) throw new Error(`nobody serves ${scheme}`);
    return Promise.resolve(handler(new Request(address, { method })));
  }
}

export const protocol = new FakeProtocol();

type Details = { requestingUrl?: string; isMainFrame: boolean };
type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: Details,
) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string, details: Details) => boolean;

/** Without handlers Electron grants nearly everything: so does this. */
export const permissions = {
  request: undefined as RequestHandler | undefined,
  check: undefined as CheckHandler | undefined,
  device: undefined as ((details: unknown) => boolean) | undefined,
  display: undefined as ((request: unknown, callback: (streams: object) => void) => void) | undefined,
};

export const session = {
  defaultSession: {
    protocol,
    setPermissionRequestHandler: (handler: RequestHandler) => void (permissions.request = handler),
    setPermissionCheckHandler: (handler: CheckHandler) => void (permissions.check = handler),
    setDevicePermissionHandler: (handler: (details: unknown) => boolean) =>
      void (permissions.device = handler),
    setDisplayMediaRequestHandler: (handler: NonNullable<typeof permissions.display>) =>
      void (permissions.display = handler),
    setSpellCheckerDictionaryDownloadURL: (url: string) => void record.dictionaryUrls.push(url),
    setSpellCheckerEnabled: (isOn: boolean) => void record.spellChecking.push(isOn),
    setSpellCheckerLanguages: () => undefined,
  },
};
