/** Whether something may happen, and why. The reason is for the log and for whoever reads this. */
export type Ruling = { allowed: boolean; reason: string };

export const allow = (reason: string): Ruling => ({ allowed: true, reason });
export const refuse = (reason: string): Ruling => ({ allowed: false, reason });
