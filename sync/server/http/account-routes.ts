import { z } from 'zod';
import {
  accountRequest,
  challenge,
  deviceKeys,
  devices,
  done,
  name128,
  refreshRequest,
  refused,
  renameRequest,
  tokenRequest,
  tokens,
  tooMuch,
} from '../../protocol/wire.ts';
import { createAccount, type NewDevice } from '../accounts/create-account.ts';
import { addDevice, listDevices, renameDevice, revokeDevice } from '../accounts/devices.ts';
import { isProof } from '../accounts/is-proof.ts';
import { proveDevice } from '../accounts/prove-device.ts';
import { beginFamily, rotate } from '../accounts/refresh-tokens.ts';
import type { Identity } from '../accounts/token-keys.ts';
import type { App } from './app.ts';
import type { ServerContext } from './context.ts';
import { RefusalError } from './refusal-error.ts';
import { holdToRate, whoAsks } from './who-asks.ts';

/** Of one device that proves itself, of new accounts of the whole server, of proofs begun by anybody. */
const PER_MINUTE = { proofs: 20, accounts: 600, challenges: 6000 };
const security = [{ access: [] }];
const answers = {
  400: refused,
  401: refused,
  403: z.any(),
  404: refused,
  409: refused,
  413: tooMuch,
  429: tooMuch,
};

/** Accounts by invitation, devices by their key, tokens for minutes. */
export function accountRoutes(app: App, context: ServerContext): void {
  const { database, signer, limits, now, random } = context;

  app.post('/v1/challenges', { schema: { response: { 200: challenge, 429: tooMuch } } }, async () => {
    await holdToRate(limits, 'challenges', PER_MINUTE.challenges, now());
    return { ...signer.nonce(random(16), now()), serverMs: now() };
  });

  app.post(
    '/v1/accounts',
    { schema: { body: accountRequest, response: { 200: done, ...answers } } },
    async (request) => {
      const { account, invitation = null, device, nonce, proof } = request.body;
      await holdToRate(limits, 'accounts', PER_MINUTE.accounts, now());
      const added = deviceOf(device);
      const isProven =
        signer.expiryOfNonce(nonce, now()) !== null &&
        isProof(added.signKey, account, device.dev, Buffer.from(nonce), bytesOf(proof));
      if (!isProven) throw new RefusalError(401, 'proof');
      const st = await createAccount(database, account, invitation, context, added, now());
      if (st === 'exists') throw new RefusalError(409, 'exists');
      if (st === 'invitation') throw new RefusalError(401, 'invitation');
      return { st, serverMs: now() };
    },
  );

  app.post(
    '/v1/tokens',
    { schema: { body: tokenRequest, response: { 200: tokens, ...answers } } },
    async (request) => {
      const { account, dev, nonce, proof } = request.body;
      await holdToRate(limits, `p:${account}:${dev}`, PER_MINUTE.proofs, now());
      const expiresMs = signer.expiryOfNonce(nonce, now());
      const identity = { account, dev };
      const isProven =
        expiresMs !== null &&
        (await proveDevice(database, identity, nonce, expiresMs, bytesOf(proof), now()));
      if (!isProven) throw new RefusalError(401, 'proof');
      return tokensOf(identity, await beginFamily(database, identity, random, now()));
    },
  );

  app.post(
    '/v1/tokens/refresh',
    { schema: { body: refreshRequest, response: { 200: tokens, ...answers } } },
    async (request) => {
      const { refresh } = request.body;
      await holdToRate(limits, `r:${refresh.slice(0, 65)}`, PER_MINUTE.proofs, now());
      const rotated = await rotate(database, refresh, random, now());
      if (rotated === null) throw new RefusalError(401, 'token');
      return tokensOf(rotated.identity, rotated.refresh);
    },
  );

  app.get(
    '/v1/devices',
    { schema: { security, response: { 200: devices, ...answers } } },
    async (request) => {
      const found = await listDevices(database, await whoAsks(context, request));
      return {
        devices: found.map(({ dev, signKey, boxKey, name, addedMs, revokedMs }) => ({
          dev,
          signKey: textOf(signKey),
          boxKey: textOf(boxKey),
          name: textOf(name),
          addedMs,
          revokedMs,
        })),
        serverMs: now(),
      };
    },
  );

  app.post(
    '/v1/devices',
    { schema: { security, body: deviceKeys, response: { 200: done, ...answers } } },
    async (request) => {
      const identity = await whoAsks(context, request);
      const st = await addDevice(database, identity, deviceOf(request.body), now());
      if (st === 'exists') throw new RefusalError(409, 'exists');
      if (st === 'quota') throw new RefusalError(413, 'quota', 0);
      return { st, serverMs: now() };
    },
  );

  const params = z.strictObject({ dev: name128 });
  app.patch(
    '/v1/devices/:dev',
    { schema: { security, params, body: renameRequest, response: { 200: done, ...answers } } },
    async (request) => {
      const identity = await whoAsks(context, request);
      if (!(await renameDevice(database, identity, request.params.dev, bytesOf(request.body.name))))
        throw new RefusalError(404, 'unknown');
      return { st: 'ok' as const, serverMs: now() };
    },
  );
  app.delete(
    '/v1/devices/:dev',
    { schema: { security, params, response: { 200: done, ...answers } } },
    async (request) => {
      const identity = await whoAsks(context, request);
      if (!(await revokeDevice(database, identity, request.params.dev, now())))
        throw new RefusalError(404, 'unknown');
      return { st: 'ok' as const, serverMs: now() };
    },
  );

  function tokensOf(identity: Identity, refresh: string) {
    const { token, expiresMs } = signer.access(identity, now());
    return { access: token, accessExpiresMs: expiresMs, refresh, serverMs: now() };
  }
}

function deviceOf({ dev, signKey, boxKey, name }: z.infer<typeof deviceKeys>): NewDevice {
  return { dev, signKey: bytesOf(signKey), boxKey: bytesOf(boxKey), name: bytesOf(name) };
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}
