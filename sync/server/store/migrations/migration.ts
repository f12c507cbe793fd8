/** One step of the schema: additive, so that the version before still serves while it is applied. */
export interface Migration {
  /** `NNNN-what`: the order. */
  readonly name: string;
  /** Run in one transaction together with the row that records it. */
  readonly sql: string;
}
