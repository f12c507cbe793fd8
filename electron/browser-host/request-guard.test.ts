import { describe, expect, it } from 'vitest';
import { refuseRequest, refuseUpgrade, type Asked } from './request-guard.ts';

const address = '127.0.0.1:4711';
const own = `http://${address}`;
const asked = (change: Partial<Asked>): Asked => ({
  method: 'GET',
  url: '/',
  hosts: [address],
  origins: [],
  ...change,
});

describe('refuseRequest', () => {
  it.each<[string, Partial<Asked>, number | undefined]>([
    ['the page', {}, undefined],
    ['the page, by itself', { origins: [own] }, undefined],
    ['the head of a file', { method: 'HEAD', url: '/index.html' }, undefined],
    ['a session', { method: 'POST', url: '/session', origins: [own] }, undefined],
    ['control', { method: 'POST', url: '/control' }, undefined],
    ['no Host', { hosts: [] }, 421],
    ['another Host', { hosts: ['127.0.0.1:4712'] }, 421],
    ['localhost', { hosts: ['localhost:4711'] }, 421],
    ['Host without port', { hosts: ['127.0.0.1'] }, 421],
    ['our Host twice', { hosts: [address, address] }, 400],
    ['our Origin twice', { origins: [own, own] }, 400],
    ['the page for another origin', { origins: ['http://127.0.0.1:4712'] }, 403],
    ['a session without Origin', { method: 'POST', url: '/session' }, 403],
    ['a session for nobody', { method: 'POST', url: '/session', origins: ['null'] }, 403],
    ['control for a page of ours', { method: 'POST', url: '/control', origins: [own] }, 403],
    ['control by GET', { url: '/control' }, 405],
    ['a session by GET', { url: '/session', origins: [own] }, 405],
    ['a session with a query is a file', { method: 'POST', url: '/session?', origins: [own] }, 405],
    ['a change of a file', { method: 'PUT', url: '/index.html', origins: [own] }, 405],
  ])('%s', (_name, change, status) => {
    expect(refuseRequest(asked(change), address)?.status).toBe(status);
  });
});

describe('refuseUpgrade', () => {
  it.each<[string, Partial<Asked>, number | undefined]>([
    ['ours', {}, undefined],
    ['another Host', { hosts: ['evil.test:4711'] }, 421],
    ['no Origin', { origins: [] }, 403],
    ['another Origin', { origins: ['http://localhost:4711'] }, 403],
    ['another path', { url: '/' }, 404],
    ['a query', { url: '/socket?token=a' }, 404],
    ['another method', { method: 'POST' }, 405],
  ])('%s', (_name, change, status) => {
    const upgrade = asked({ url: '/socket', origins: [own], ...change });
    expect(refuseUpgrade(upgrade, address)?.status).toBe(status);
  });
});
