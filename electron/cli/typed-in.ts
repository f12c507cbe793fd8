/** The folder a command was typed in: `npm run` starts programs in the project's folder and says where it was called. */
export const typedIn = (script: string, env: NodeJS.ProcessEnv, cwd: string): string =>
  env['npm_lifecycle_event'] === script ? (env['INIT_CWD'] ?? cwd) : cwd;
