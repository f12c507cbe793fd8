import { workerData } from 'node:worker_threads';
import { libraryContract } from '#core/library/contract.ts';
import { libraryHeavyQueries } from '#core/library/service.ts';
import { portTransport } from '#core/rpc/port.ts';
import { createServer } from '#core/rpc/server.ts';
import { openReader } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { fileLog } from './log.ts';
import type { ReaderData } from './readers.ts';

// Checked border: startReaders made this value, in this process.
const { folder, port } = workerData as ReaderData;
const { reader } = openReader(profileAt(folder));
const contract = { 'library.cards': libraryContract['library.cards'] };
const log = fileLog(folder);
const server = createServer({
  contract,
  handlers: libraryHeavyQueries(reader),
  onUnexpected: (error) => log.unexpected(error),
  now: () => performance.now(),
});
server.connect(portTransport(port), { caller: 'worker' });
