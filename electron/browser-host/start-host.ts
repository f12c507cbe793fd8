import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Service } from '../service/start-service.ts';
import { removeHostFile, writeHostFile } from './host-file.ts';
import { startHttp } from './http-server.ts';
import { Lifetime } from './lifetime.ts';
import type { PageFile } from './page-files.ts';
import { SocketServer } from './socket-server.ts';
import { TerminalTokens } from './terminal-tokens.ts';
import { WindowSessions } from './window-sessions.ts';

export type HostParts = {
  service: Service;
  files: ReadonlyMap<string, PageFile>;
  port: number;
  stay: boolean;
  /** Milliseconds that only go forward. */
  now(): number;
  /** A ticket became a session: the file that carried it has done its work. */
  onRedeemed(): void;
  /** Nobody needs the service any more. */
  onEnd(): void;
};

export type Host = {
  readonly address: string;
  issueTicket(): string;
  close(): Promise<void>;
};

const sessionBody = z.strictObject({ ticket: z.string().max(256) });
const controlBody = z.strictObject({ want: z.enum(['ticket', 'token']) });

/** Serves an open service to browser windows and terminals of this machine. */
export const startHost = async (parts: HostParts): Promise<Host> => {
  const { service } = parts;
  const secret = randomBytes(32).toString('base64url');
  const terminals = new TerminalTokens(secret, parts.now);
  const windows = new WindowSessions(parts.now, (session) => sockets.end(session));
  const lifetime = new Lifetime({
    stay: parts.stay,
    isBusy: () => service.jobs.runningCount > 0,
    onEnd: parts.onEnd,
  });
  const sockets: SocketServer = new SocketServer({
    authenticate: (token) => {
      const session = windows.sessionOf(token);
      if (session !== undefined) return { session, caller: 'page' };
      return terminals.redeem(token) ? { session: 'terminal', caller: 'cli' } : undefined;
    },
    onTransport: (transport, caller) => service.server.connect(transport, { caller }),
    onPages: (open) => lifetime.pages(open),
  });

  const issueTicket = (): string => {
    lifetime.expectPage();
    return windows.issueTicket();
  };

  const http = await startHttp({
    port: parts.port,
    files: parts.files,
    onSession: (body) => {
      const parsed = sessionBody.safeParse(body);
      if (!parsed.success) return { status: 400, body: { error: 'malformed' } };
      const redeemed = windows.redeem(parsed.data.ticket);
      if ('refused' in redeemed) return { status: 403, body: { error: redeemed.refused } };
      parts.onRedeemed();
      return { status: 200, body: redeemed };
    },
    onControl: (authorization, body) => {
      if (!terminals.proves(authorization)) return { status: 401, body: { error: 'unproven' } };
      const parsed = controlBody.safeParse(body);
      if (!parsed.success) return { status: 400, body: { error: 'malformed' } };
      const answer = parsed.data.want === 'ticket' ? { ticket: issueTicket() } : { token: terminals.issue() };
      return { status: 200, body: answer };
    },
    onSocket: (request, socket, head) => sockets.upgrade(request, socket, head),
  });
  writeHostFile(service.store.profile, { port: http.port, pid: process.pid, secret, startedAt: Date.now() });

  return {
    address: http.address,
    issueTicket,
    close: async () => {
      lifetime.stop();
      removeHostFile(service.store.profile);
      sockets.close();
      await http.close();
    },
  };
};
