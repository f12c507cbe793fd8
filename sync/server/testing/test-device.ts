import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { proofBytes } from '../../protocol/device-proof.ts';
import { challenge, tokens } from '../../protocol/wire.ts';

/** A device that speaks to a server as the protocol says, without the client's engine. */
export class TestDevice {
  readonly #url: string;
  readonly account: string;
  readonly dev: string;
  readonly #key: KeyObject;
  readonly signKey: string;
  access = '';
  refresh = '';

  constructor(url: string, account: string, dev: string) {
    this.#url = url;
    this.account = account;
    this.dev = dev;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#key = privateKey;
    this.signKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('base64url');
  }

  get keys() {
    return {
      dev: this.dev,
      signKey: this.signKey,
      boxKey: Buffer.alloc(32, 2).toString('base64url'),
      name: '',
    };
  }

  ask(method: string, path: string, body?: object | Uint8Array): Promise<Response> {
    const isBytes = body instanceof Uint8Array;
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(this.access === '' ? {} : { authorization: `Bearer ${this.access}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
    });
  }

  async prove() {
    const { nonce } = challenge.parse(await (await this.ask('POST', '/v1/challenges')).json());
    return { nonce, proof: this.proofOf(nonce) };
  }

  proofOf(nonce: string): string {
    return sign(null, proofBytes(this.account, this.dev, Buffer.from(nonce)), this.#key).toString(
      'base64url',
    );
  }

  async createAccount(invitation?: string): Promise<Response> {
    const { account, keys: device } = this;
    const invited = invitation === undefined ? {} : { invitation };
    return this.ask('POST', '/v1/accounts', { account, device, ...invited, ...(await this.prove()) });
  }

  async logIn(): Promise<Response> {
    const { account, dev } = this;
    return this.keep(await this.ask('POST', '/v1/tokens', { account, dev, ...(await this.prove()) }));
  }

  async refreshWith(refresh: string): Promise<Response> {
    return this.ask('POST', '/v1/tokens/refresh', { refresh });
  }

  async keep(answer: Response): Promise<Response> {
    if (answer.ok)
      ({ access: this.access, refresh: this.refresh } = tokens.parse(await answer.clone().json()));
    return answer;
  }

  push(label: Record<string, string | number>, body: Uint8Array): Promise<Response> {
    const sha = createHash('sha256').update(body).digest('hex');
    const query = new URLSearchParams(
      Object.entries({ v: 1, codec: 1, dev: this.dev, sha, ...label }).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    return this.ask('POST', `/v1/sync/push?${query.toString()}`, body);
  }
}
