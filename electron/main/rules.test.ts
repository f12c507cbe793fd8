import { describe, expect, it } from 'vitest';
import { placeOfLink, linkIn } from './deep-links.ts';
import { rulePermission } from './permissions.ts';
import { ruleRestart } from './restart-rules.ts';
import { ruleSender } from './senders.ts';
import { ruleExternal, ruleNavigation, ruleWebview, ruleWindow } from './web-contents-rules.ts';

const page = 'app://americano/index.html';
const long = 'x'.repeat(2100);

describe('navigation', () => {
  it.each([page, 'app://americano/', `${page}#/study`])('lets the page load: %s', (address) => {
    expect(ruleNavigation(address, true).allowed).toBe(true);
  });

  it.each([
    'https://americano.example/',
    'http://127.0.0.1:8080/',
    'file:///etc/passwd',
    'app://other/index.html',
    'app://americano.evil/index.html',
    'app://americano:80/index.html',
    'app://user@americano/index.html',
    'apps://americano/index.html',
    'javascript:alert(1)',
    'data:text/html,hello',
    'blob:app://americano/1234',
    'about:blank',
    'nonsense',
    '',
  ])('goes nowhere else: %s', (address) => {
    expect(ruleNavigation(address, true)).toMatchObject({ allowed: false });
  });

  it('takes no frame anywhere, not even to the page', () => {
    expect(ruleNavigation(page, false)).toMatchObject({ allowed: false });
  });

  it('opens no window and attaches no webview', () => {
    expect(ruleWindow().allowed).toBe(false);
    expect(ruleWebview().allowed).toBe(false);
  });
});

describe('links that leave the program', () => {
  it.each(['https://docs.ankiweb.net/', 'https://example.org/a?b=c#d', 'mailto:help@example.org?subject=Hi'])(
    'may leave: %s',
    (address) => {
      expect(ruleExternal(address, false).allowed).toBe(true);
      expect(ruleExternal(address, true)).toMatchObject({ allowed: false });
    },
  );

  it.each([
    'http://example.org/',
    'https://user:pass@example.org/',
    'https://example.org@evil.example/',
    'file:///C:/Windows/System32/calc.exe',
    'smb://server/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'vscode://file/etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@example.org?attach=/etc/passwd',
    'mailto:a@example.org?subject=x&attachment=/etc/passwd',
    'mailto:a@example.org?%61ttach=/etc/passwd',
    'mailto:a@example.org?x-attach=/etc/passwd',
    'HTTP://example.org/',
    'JavaScript:alert(1)',
    ' file:///etc/passwd',
    'java\nscript:alert(1)',
    `https://example.org/${long}`,
    '//example.org',
    '',
  ])('may not: %s', (address) => {
    expect(ruleExternal(address, false)).toMatchObject({ allowed: false });
  });
});

describe('permissions', () => {
  it('gives the page the clipboard and the full screen, and a film in a card the full screen', () => {
    expect(rulePermission('clipboard-sanitized-write', page, true).allowed).toBe(true);
    expect(rulePermission('fullscreen', page, true).allowed).toBe(true);
    expect(rulePermission('fullscreen', page, false).allowed).toBe(true);
  });

  it.each([
    ['media', page, true],
    ['geolocation', page, true],
    ['notifications', page, true],
    ['openExternal', page, true],
    ['hid', page, true],
    ['clipboard-read', page, true],
    ['local-network-access', page, true],
    ['one that Chromium will invent', page, true],
    ['clipboard-sanitized-write', page, false],
    ['fullscreen', 'https://example.org/', true],
    ['fullscreen', '', true],
  ])('refuses %s to %s (main frame: %s)', (permission, origin, isMainFrame) => {
    expect(rulePermission(permission, origin, isMainFrame)).toMatchObject({ allowed: false });
  });
});

describe('who may say something to main', () => {
  const ours = { url: page, isMainFrame: true, isOurWindow: true };

  it('is the page', () => {
    expect(ruleSender(ours).allowed).toBe(true);
  });

  it.each([
    [null, /gone/],
    [{ ...ours, url: 'https://example.org/' }, /another page/],
    [{ ...ours, url: '' }, /another page/],
    [{ ...ours, isMainFrame: false }, /frame/],
    [{ ...ours, isOurWindow: false }, /window/],
  ])('is nobody else: %o', (sender, why) => {
    const ruling = ruleSender(sender);
    expect(ruling.allowed).toBe(false);
    expect(ruling.reason).toMatch(why);
  });
});

describe('links into the program', () => {
  const uid = '0123456789abcdef0123456789abcdef';

  it.each([
    ['americano://study', '/study'],
    ['americano://study/', '/study'],
    ['americano:///', '/'],
    ['americano://', '/'],
    [`americano://library/course/${uid}`, `/library/course/${uid}`],
    [`americano://study/lecture/${uid}`, `/study/lecture/${uid}`],
  ])('%s leads to %s', (link, place) => {
    expect(placeOfLink(link)).toBe(place);
  });

  it.each([
    'americano://test/run/0123456789abcdef0123456789abcdef',
    'americano://study?delete=all',
    'americano://study#/settings',
    'americano://evil@study',
    'americano://:secret@study',
    'americano://study:80',
    'americano://library/course/..%2f..',
    'americano://library/course/<script>',
    'americano://../../settings',
    'https://example.org/study',
    'study',
    `americano://${'a'.repeat(300)}`,
  ])('%s leads nowhere', (link) => {
    expect(placeOfLink(link)).toBeUndefined();
  });

  it('is found among the arguments of a start', () => {
    expect(linkIn(['--flag', 'americano://study'])).toBe('americano://study');
    expect(placeOfLink(linkIn(['AMERICANO://study']) ?? '')).toBe('/study');
    expect(linkIn(['--flag', 'a.apkg'])).toBeUndefined();
  });
});

describe('a service that ends', () => {
  it('starts again, later each time', () => {
    expect(ruleRestart([1000])).toEqual({ kind: 'restart', afterMs: 250 });
    expect(ruleRestart([1000, 2000])).toEqual({ kind: 'restart', afterMs: 1000 });
  });

  it('is given up when it ends three times in a minute', () => {
    expect(ruleRestart([1000, 2000, 60_999])).toEqual({ kind: 'give-up' });
  });

  it('has its earlier ends forgotten after a minute', () => {
    expect(ruleRestart([1000, 2000, 61_001])).toEqual({ kind: 'restart', afterMs: 1000 });
    expect(ruleRestart([1000, 2000, 100_000])).toEqual({ kind: 'restart', afterMs: 250 });
  });
});
