/** The kinds of things a command changed, such as `['cards', 'reviews']`; `'*'` means everything. */
export type Changes = readonly string[];

/** What a command handler returns: its output for the caller, its changes for every connected page. */
export interface Outcome<T> {
  readonly output: T;
  readonly changes: Changes;
}
