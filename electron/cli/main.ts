import { settleDataFolder } from '../policy/apply-data-folder.ts';
import { connectToRunning } from '../browser-host/running-host.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

// npm run --silent cli -- …: the whole contract from a terminal.
const { env, platform } = process;
settleDataFolder();
process.exitCode = await runCli(
  process.argv.slice(2),
  processTerminal(),
  { env, platform },
  connectToRunning,
);
