/**
 * What `core/rpc` and `ml` may take from every host (page, Node, worker): nothing of the DOM, nothing of Node.
 * A `.d.mts` file, so that only `tsconfig.pure.json`, which names it, ever sees these declarations.
 */
export {};

declare global {
  interface AbortSignal {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
    removeEventListener(type: 'abort', listener: () => void): void;
  }

  class AbortController {
    readonly signal: AbortSignal;
    abort(reason?: unknown): void;
  }

  class TextEncoder {
    encode(text: string): Uint8Array<ArrayBuffer>;
  }

  class TextDecoder {
    constructor(label: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
    decode(bytes: Uint8Array): string;
  }

  interface Timer {
    readonly timer: unique symbol;
  }

  function setTimeout(callback: () => void, delayMs: number): Timer;
  function clearTimeout(timer: Timer | undefined): void;
  function queueMicrotask(callback: () => void): void;
  function structuredClone<T>(value: T): T;
}
