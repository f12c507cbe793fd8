import type { Change } from './mutants.ts';

/** Of each scenario in shell-life.spec.ts a change of the built shell under which it must fail. */
export const scenarioMutants: readonly (Change & { scenario: string })[] = [
  { scenario: 'gets a port to the service', from: 'give(port2)', to: 'void 0' },
  {
    scenario: 'that loads again gets another port',
    from: 'this.#isReady?this.#handOver(give)',
    to: 'this.#given++?void 0:this.#handOver(give)',
  },
  { scenario: 'tells the system its theme', from: 'nativeTheme.themeSource=parsed.data', to: '0' },
  { scenario: 'is told plainly how well', from: '?`weak`:`strong`', to: '?`strong`:`strong`' },
  {
    scenario: 'can notify, in words of a bounded length',
    from: 'string().max(120),string().max(400)',
    to: 'string(),string()',
  },
  { scenario: 'starts again by itself', from: 'window?.serviceIsLost()', to: 'void 0' },
  {
    scenario: 'three times in a minute asks the person',
    from: /afterMs=waitsMs\[[^\]]+\]/,
    to: 'afterMs=250',
  },
  {
    scenario: 'for good ends the program',
    from: 'choice===`again`?again():app.quit()',
    to: 'again()',
  },
  {
    scenario: 'is tried again by the person',
    from: 'choice===`again`?again():app.quit()',
    to: 'app.quit()',
  },
  { scenario: 'is said to be open elsewhere', from: 'this.#sentence!==void 0', to: 'false' },
  { scenario: 'because it is no store', from: 'message:sentence??', to: 'message:' },
  {
    scenario: 'waits for the service to close in order',
    from: 'Promise.all([service.close(),offered.close()])',
    to: 'Promise.all([])',
  },
  {
    scenario: 'in the middle of an answer',
    from: 'process.once(`exit`,()=>resolve())',
    to: 'process.once(`exit`,()=>{})',
  },
  { scenario: 'comes with the last window', from: 'app.on(`window-all-closed`', to: 'app.on(`nothing`' },
  {
    scenario: 'brings the window that is there to the front',
    from: 'app.on(`second-instance`',
    to: 'app.on(`nothing`',
  },
  { scenario: 'with a link goes there', from: 'args.slice(1)', to: '[]' },
  { scenario: 'with a package offers to import it', from: 'args.slice(1)', to: '[]' },
  { scenario: 'that the program is started with leads to its place', from: ',openFrom(options)', to: '' },
  { scenario: 'goes to a place that there is, and to no other', from: 'url.search!==``||', to: '' },
  { scenario: 'is read by the page in pieces', from: '.subarray(0,bytesRead)', to: '.subarray(1,bytesRead)' },
  { scenario: 'and is no package opens nothing', from: 'if(!packageName.test(path))return;', to: '' },
  {
    scenario: 'cannot be reached by a page that was offered none',
    from: 'throw Error(`no such file`)',
    to: 'return new Uint8Array(1)',
  },
  { scenario: 'has a menu that goes to places', from: 'click:openPackage', to: 'click(){}' },
  {
    scenario: 'puts the window where it was left',
    from: 'isReachable(stored.box,screens)?stored.box',
    to: 'isReachable(stored.box,screens)?usual',
  },
  { scenario: 'tells nobody', from: 'uploadToServer:!1', to: 'uploadToServer:!0' },
  { scenario: 'are chosen by the owner', from: 'chosen===void 0?policyValue', to: 'true?policyValue' },
  { scenario: 'are no choice where', from: 'before.managedBy!==null', to: 'false' },
  { scenario: 'are not spoken of', from: ':appImage===void 0', to: ':false' },
  { scenario: 'opens in a program of its own', from: 'spawn(program', to: 'void(program' },
];
