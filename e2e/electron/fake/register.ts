// node --import register.ts dist/shell/main.js: every `electron` that the built shell imports is the fake beside this file.
import { registerHooks } from 'node:module';

const fake = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: fake, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
});
