import { inProcessPair } from './in-process.ts';
import { describeTransport } from './testing/transport-contract.ts';

describeTransport('in-process', async () => {
  const { client, server, sendRaw } = inProcessPair();
  return { client, server, sendRaw, cut: () => server.close(), cleanup: () => client.close() };
});
