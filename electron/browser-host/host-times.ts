/** How long the host waits for whom. Tests shorten what they must wait for. */
export type HostTimes = {
  /** For the whole header of a request. */
  headersMs: number;
  /** For the whole request. */
  requestMs: number;
  /** For the first message of a socket, its token. */
  tokenMs: number;
  /** For the page of a launch address. */
  expectedPageMs: number;
  /** For a reload after the last page has gone. */
  afterLastPageMs: number;
};

export const hostTimes: HostTimes = {
  headersMs: 5_000,
  requestMs: 10_000,
  tokenMs: 5_000,
  expectedPageMs: 90_000,
  afterLastPageMs: 10_000,
};
