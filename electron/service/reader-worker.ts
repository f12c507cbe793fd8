import { workerData } from 'node:worker_threads';
import { libraryReads } from '#core/library/service.ts';
import { portTransport } from '#core/rpc/port.ts';
import { createServer } from '#core/rpc/server.ts';
import { openReader } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { fileLog } from './log.ts';
import { readerContract } from './reader-contract.ts';
import type { ReaderData } from './readers.ts';

// Checked border: startReaders made this value, in this process.
const { folder, port } = workerData as ReaderData;
const { reader } = openReader(profileAt(folder));
const reads = libraryReads(reader);
const log = fileLog(folder);
const server = createServer({
  contract: readerContract,
  handlers: { 'library.cards': reads.cards, 'library.treeOn': ({ today }) => reads.tree(today) },
  onUnexpected: (error) => log.unexpected(error),
  now: () => performance.now(),
});
server.connect(portTransport(port), { caller: 'worker' });
