import { settleDataFolder } from '../policy/apply-data-folder.ts';
import { runVerify } from './run-verify.ts';
import { typedIn } from './typed-in.ts';

// npm run verify -- [--profile DIR] [--json]
const { env, platform } = process;
settleDataFolder();
process.exitCode = runVerify(
  process.argv.slice(2),
  { env, platform, cwd: typedIn('verify', env, process.cwd()) },
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
);
