import { z } from 'zod';

/** Every message is of this size, whatever it says. */
export const MESSAGE_BYTES = 256;

/** A message that no program of ours can have written. */
export class BrokenMessage extends Error {}

const word = z.string().regex(/^[A-Za-z0-9_-]{1,16}$/);
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/**
 * One metric of one student and week, and nothing about the student: no name, no time, no device, no second metric.
 * The keys stand in the order in which they are written.
 */
const messageSchema = z.strictObject({
  v: z.int().min(1).max(99),
  institution: word,
  cohort: word,
  week: z.string().regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/),
  metric: z.string().regex(/^[a-z][a-z0-9-]{0,23}$/),
  bin: z.int().min(0).max(15),
  /** What shows that an enrolled student sent it, redeemed once. */
  token: base64url.min(16).max(56),
  /** SHA-256 of the secret that deletes it. */
  del: base64url.length(43),
});

export type Message = z.infer<typeof messageSchema>;

/**
 * The bytes that travel and that the student is shown: JSON in a fixed order, filled up with spaces. There is one way to
 * write a message, so that none carries anything beside what it says.
 */
export function encodeMessage(message: Message): Uint8Array {
  const parts = messageSchema.safeParse(message);
  if (!parts.success) throw new BrokenMessage('this is no message');
  const { v, institution, cohort, week, metric, bin, token, del } = parts.data;
  const text = JSON.stringify({ v, institution, cohort, week, metric, bin, token, del });
  if (text.length > MESSAGE_BYTES) throw new BrokenMessage('a message is longer than it may be');
  return new TextEncoder().encode(text.padEnd(MESSAGE_BYTES));
}

/** @throws BrokenMessage for anything but the exact bytes of a message */
export function decodeMessage(bytes: Uint8Array): Message {
  if (bytes.length !== MESSAGE_BYTES) throw new BrokenMessage('a message has another size');
  let message: Message;
  try {
    message = messageSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw new BrokenMessage('this is no message');
  }
  const again = encodeMessage(message);
  if (again.some((byte, place) => byte !== bytes[place])) throw new BrokenMessage('a message says more');
  return message;
}
