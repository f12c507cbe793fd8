/** One outcome for each reason, so that a comparison narrows; `gone`: there is no such account, or no such device in it. */
export type Refusal<Reason extends string> = Reason extends string ? { readonly st: Reason } : never;
