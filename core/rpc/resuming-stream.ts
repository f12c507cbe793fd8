import type { Client } from './client.ts';
import type { Contract, InputOf, OutputOf, StreamName } from './contract.ts';
import { RpcError } from './errors.ts';

interface ResumingParts<C extends Contract, N extends StreamName<C>> {
  readonly name: N;
  /** The connection there is, or the next one. Rejects when there will be none any more. */
  readonly connect: (signal?: AbortSignal) => Promise<Client<C>>;
  /** What to ask for after the last item that came; at first there is none. */
  readonly input: (last: OutputOf<C, N> | undefined) => InputOf<C, N>;
  readonly signal?: AbortSignal;
}

/**
 * A stream that goes on over one connection after another: where one breaks, the next asks for what follows the last item.
 * Nothing comes twice and nothing is left out, as long as the procedure can go on from an item. Ends with the stream, or
 * with any error but a broken connection.
 */
export async function* resumingStream<C extends Contract, N extends StreamName<C>>({
  name,
  connect,
  input,
  signal,
}: ResumingParts<C, N>): AsyncGenerator<OutputOf<C, N>> {
  let last: OutputOf<C, N> | undefined;
  const options = signal === undefined ? {} : { signal };
  for (;;) {
    const client = await connect(signal);
    try {
      for await (const item of client.stream(name, input(last), options)) {
        last = item;
        yield item;
      }
      return;
    } catch (error) {
      if (!(error instanceof RpcError) || error.kind !== 'disconnected') throw error;
    }
  }
}
