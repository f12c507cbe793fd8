/* What runs in the page: functions that are written into it as text, so they use nothing of this module. */

/** Bytes in JSON. */
export const pack = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => {
    if (!(item instanceof Uint8Array)) return item;
    let text = '';
    for (const byte of item) text += String.fromCharCode(byte);
    return { $bytes: btoa(text) };
  });

export const unpack = (text: string): unknown =>
  JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !('$bytes' in item)) return item;
    return Uint8Array.from(atob(String(item.$bytes)), (character) => character.charCodeAt(0));
  });

/** What a preload finds in Electron, over one function that reaches the fake and one that the fake reaches. */
export const preloadWorld = (
  packed: (value: unknown) => string,
  unpacked: (text: string) => unknown,
): ((name: string) => unknown) => {
  type News =
    | { kind: 'message'; channel: string; args: unknown[]; ports: number[] }
    | { kind: 'port'; id: number; data: unknown }
    | { kind: 'closed'; id: number };
  type World = { fakeCall(text: string): Promise<string>; fakeHear(text: string): void };
  const world = window as unknown as World;
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>();
  const ports = new Map<number, MessagePort>();
  const call = async (what: object): Promise<unknown> => unpacked(await world.fakeCall(packed(what)));
  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port2);
    port2.addEventListener(
      'message',
      ({ data }: MessageEvent<unknown>) => void call({ kind: 'port', id, data }),
    );
    port2.addEventListener('close', () => void call({ kind: 'closed', id }));
    port2.start();
    return port1;
  };
  world.fakeHear = (text) => {
    const news = unpacked(text) as News;
    if (news.kind === 'port') ports.get(news.id)?.postMessage(news.data);
    else if (news.kind === 'closed') {
      ports.get(news.id)?.close();
      ports.delete(news.id);
    } else {
      const event = { ports: news.ports.map(openPort) };
      for (const listener of listeners.get(news.channel) ?? []) listener(event, ...news.args);
    }
  };
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => void call({ kind: 'send', channel, args }),
    invoke: async (channel: string, ...args: unknown[]) => {
      const answer = (await call({ kind: 'invoke', channel, args })) as { value?: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: object) =>
      Object.defineProperty(window, name, { value: Object.freeze(api) }),
  };
  return (name) => {
    // A sandboxed preload can require nothing but this.
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return { contextBridge, ipcRenderer };
  };
};
