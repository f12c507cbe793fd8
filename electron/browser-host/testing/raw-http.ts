import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type RawAnswer = { status: number; headers: ReadonlyMap<string, string>; body: string };

/** `allowHalfOpen`: does not end its side when the other has ended. */
export const connectTo = async (address: string, allowHalfOpen = false): Promise<Socket> => {
  const [host = '', port] = address.split(':');
  const socket = connect({ port: Number(port), host, allowHalfOpen });
  await once(socket, 'connect');
  return socket;
};

const parse = (bytes: Buffer): RawAnswer | undefined => {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4) };
};

const isWhole = (answer: RawAnswer | undefined): boolean => {
  const length = answer?.headers.get('content-length');
  return answer !== undefined && length !== undefined && answer.body.length >= Number(length);
};

/**
 * Sends bytes exactly as they are and takes what comes back: an answer of known length, or whatever had come when the
 * other side closed. Undefined: closed without an answer.
 */
export const sendRaw = async (address: string, request: string | Buffer): Promise<RawAnswer | undefined> => {
  const socket = await connectTo(address);
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const answer = parse(Buffer.concat(chunks));
      if (isWhole(answer) || answer?.status === 101) resolve();
    });
    // A reset is a way to be refused; close follows.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
  socket.write(request);
  await done;
  socket.destroy();
  return parse(Buffer.concat(chunks));
};

/** A request with a right Host and whatever else is given. A header that is set to undefined is left out. */
export const requestText = (
  address: string,
  line: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  body = '',
): string => {
  const all: Record<string, string | undefined> = { host: address, ...headers };
  if (body !== '' && !('content-length' in all)) all['content-length'] = String(Buffer.byteLength(body));
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${value}\r\n`,
  );
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
};
