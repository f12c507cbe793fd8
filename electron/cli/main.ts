import { applyDataFolder } from '../policy/apply-data-folder.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { userName } from '../policy/user-name.ts';
import { connectToRunning } from '../browser-host/running-host.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

// npm run --silent cli -- …: the whole contract from a terminal.
const { env, platform } = process;
applyDataFolder(readPolicies(platform), userName(), env);
process.exitCode = await runCli(
  process.argv.slice(2),
  processTerminal(),
  { env, platform },
  connectToRunning,
);
