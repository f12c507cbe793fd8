import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { FromService, ToService } from '../shell/channels.ts';
import { ruleRestart } from './restart-rules.ts';

export type ServiceParts = {
  /** The bundle of the service, and its arguments. */
  file: string;
  args: readonly string[];
  now(): number;
  onMessage(message: Extract<FromService, { type: 'open-profile' }>): void;
  /** It cannot open the profile, or ends again and again. `sentence`: what it said itself. */
  onTrouble(trouble: { sentence: string | undefined; code: number }): void;
  /** Told of every end that was not asked for. */
  onCrash(code: number): void;
};

type News = Extract<ToService, { type: 'power' }>;

/** What does not close by itself is ended: every recorded answer is on the disk already. */
const closeWithinMs = 10_000;

/**
 * The process that owns the data: started, given to pages port by port, started again after a crash with growing waits, and
 * closed in order at the end. Main hands ports over and never stands between a page and its answer.
 */
export class ServiceProcess {
  readonly #parts: ServiceParts;
  /** What waits for the service, by the page that asked: one that loads again waits once. */
  readonly #waiting = new Map<object, (port: MessagePortMain) => void>();
  readonly #ends: number[] = [];
  #process: UtilityProcess | undefined;
  #isReady = false;
  #news: News | undefined;
  #sentence: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  start(): void {
    clearTimeout(this.#retry);
    if (this.#process !== undefined || this.#closing !== undefined) return;
    this.#sentence = undefined;
    const process = utilityProcess.fork(this.#parts.file, [...this.#parts.args], {
      serviceName: 'Americano service',
      // Servers of a school may have certificates that only the system knows.
      execArgv: ['--use-system-ca'],
    });
    this.#process = process;
    process.on('message', (message: FromService) => this.#hear(message));
    process.once('exit', (code) => this.#ended(code));
  }

  /** A port to the service for one page; it comes when the service is ready, and the page waits as it waits for data. */
  connect(page: object, give: (port: MessagePortMain) => void): void {
    if (this.#isReady) this.#handOver(give);
    else this.#waiting.set(page, give);
  }

  /** News of the machine; the latest is told again to a service that starts later. */
  tell(news: News): void {
    this.#news = news;
    if (this.#isReady) this.#process?.postMessage(news);
  }

  /** Resolves when the process is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#retry);
    const process = this.#process;
    if (process === undefined) return;
    const gone = new Promise<void>((resolve) => process.once('exit', () => resolve()));
    const timer = setTimeout(() => process.kill(), closeWithinMs);
    process.postMessage({ type: 'close' } satisfies ToService);
    await gone;
    clearTimeout(timer);
  }

  #handOver(give: (port: MessagePortMain) => void): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#process?.postMessage({ type: 'connect' } satisfies ToService, [port1]);
    give(port2);
  }

  #hear(message: FromService): void {
    if (message.type === 'open-profile') this.#parts.onMessage(message);
    else if (message.type === 'failed') this.#sentence = message.sentence;
    else {
      this.#isReady = true;
      if (this.#news !== undefined) this.#process?.postMessage(this.#news);
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const give of waiting) this.#handOver(give);
    }
  }

  #ended(code: number): void {
    this.#process = undefined;
    this.#isReady = false;
    if (this.#closing !== undefined) return;
    this.#parts.onCrash(code);
    // What it said about the profile stays true for a second attempt.
    if (this.#sentence !== undefined) {
      this.#parts.onTrouble({ sentence: this.#sentence, code });
      return;
    }
    this.#ends.push(this.#parts.now());
    const rule = ruleRestart(this.#ends);
    if (rule.kind === 'restart') this.#retry = setTimeout(() => this.start(), rule.afterMs);
    else {
      this.#ends.length = 0;
      this.#parts.onTrouble({ sentence: undefined, code });
    }
  }
}
