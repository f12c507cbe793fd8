import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Served } from '../service/serve-profile.ts';
import { removeHostFile, writeHostFile } from './host-file.ts';
import { hostTimes, type HostTimes } from './host-times.ts';
import { startHttp, type HttpParts } from './http-server.ts';
import { removeAllLaunchFiles, removeLaunchFile } from './launch-file.ts';
import { Lifetime } from './lifetime.ts';
import { SocketServer } from './socket-server.ts';
import { TerminalTokens } from './terminal-tokens.ts';
import { ticketLivesMs, WindowSessions } from './window-sessions.ts';

export type HostParts = {
  service: Served;
  /** Shows the page: the files of a build, or those of a development server. */
  page: Pick<HttpParts, 'headers' | 'onFile'>;
  port: number;
  stay: boolean;
  times?: Partial<HostTimes>;
  /** Milliseconds that only go forward. */
  now(): number;
  /** A window has come. */
  onRedeemed?(): void;
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
  const { profile } = service;
  const times = { ...hostTimes, ...parts.times };
  const secret = randomBytes(32).toString('base64url');
  const terminals = new TerminalTokens(secret, parts.now);
  const windows = new WindowSessions(parts.now, (session, why) => sockets.end(session, why));
  let terminalsOpen = 0;
  const lifetime = new Lifetime({
    times,
    stay: parts.stay,
    isBusy: () => service.isBusy || terminalsOpen > 0,
    onEnd: parts.onEnd,
  });
  const sockets: SocketServer = new SocketServer({
    tokenMs: times.tokenMs,
    authenticate: (token) => {
      const session = windows.sessionOf(token);
      if (session !== undefined) return { session, caller: 'page' };
      return terminals.redeem(token) ? { session: 'terminal', caller: 'cli' } : undefined;
    },
    onTransport: (transport, caller) => service.server.connect(transport, { caller }),
    onCount: (pages, others) => {
      terminalsOpen = others;
      lifetime.pages(pages);
    },
  });

  const issueTicket = (): string => {
    lifetime.expectPage();
    const ticket = windows.issueTicket();
    setTimeout(() => removeLaunchFile(profile, ticket), ticketLivesMs).unref();
    return ticket;
  };

  const stop = (): void => {
    lifetime.stop();
    sockets.close();
    removeAllLaunchFiles(profile);
  };

  const listen = () =>
    startHttp({
      port: parts.port,
      times,
      ...parts.page,
      onSession: (body) => {
        const parsed = sessionBody.safeParse(body);
        if (!parsed.success) return { status: 400, body: { error: 'malformed' } };
        const redeemed = windows.redeem(parsed.data.ticket);
        if ('refused' in redeemed) return { status: 403, body: { error: redeemed.refused } };
        removeLaunchFile(profile, parsed.data.ticket);
        parts.onRedeemed?.();
        return { status: 200, body: redeemed };
      },
      onControl: (authorization, body) => {
        if (!terminals.proves(authorization)) return { status: 401, body: { error: 'unproven' } };
        const parsed = controlBody.safeParse(body);
        if (!parsed.success) return { status: 400, body: { error: 'malformed' } };
        const answer =
          parsed.data.want === 'ticket' ? { ticket: issueTicket() } : { token: terminals.issue() };
        return { status: 200, body: answer };
      },
      onSocket: (request, socket, head, decline) => sockets.upgrade(request, socket, head, decline),
    });

  removeAllLaunchFiles(profile);
  try {
    const http = await listen();
    writeHostFile(profile, { port: http.port, pid: process.pid, secret, startedAt: Date.now() });
    return {
      address: http.address,
      issueTicket,
      close: async () => {
        removeHostFile(profile);
        stop();
        await http.close();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
};
