// npm run dev: the browser host from its sources, its page from Vite's server with hot reload.
import { join } from 'node:path';

import { createServer } from 'vite';

import { pageConfig } from './bundles.ts';
import { ROOT, runNode } from './node.mjs';

const server = await createServer({
  ...pageConfig(ROOT),
  logLevel: 'info',
  // The page imports contracts and fonts from beside its own folder.
  server: { host: '127.0.0.1', fs: { allow: [ROOT] } },
});
await server.listen();
try {
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the development server has no address');
  const host = join(ROOT, 'electron', 'browser-host', 'main.ts');
  process.exitCode = await runNode(host, ['--dev-url', url, ...process.argv.slice(2)]);
} finally {
  await server.close();
}
