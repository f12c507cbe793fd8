import type { AnkiCardData } from './anki-package.ts';
import { isRecord, parseBoundedJson } from './bounded-json.ts';

const MAX_DEPTH = 8;

/** Reads `cards.data`: a JSON object with `s` stability, `d` difficulty, `dr` desired retention and `lrt` last review. Like Anki, takes
 * anything unreadable for absent, since other programs keep notes of their own in this column. */
export function parseCardData(value: unknown): AnkiCardData {
  if (typeof value !== 'string' || value === '' || value === '{}') return {};
  let json: unknown;
  try {
    json = parseBoundedJson(value, MAX_DEPTH);
  } catch {
    return {};
  }
  if (!isRecord(json)) return {};
  const data: AnkiCardData = {};
  if (isWithin(json['s'], Number.MIN_VALUE, 1e9)) data.stability = json['s'];
  if (isWithin(json['d'], 1, 10)) data.difficulty = json['d'];
  if (isWithin(json['dr'], Number.MIN_VALUE, 1)) data.desiredRetention = json['dr'];
  if (isWithin(json['lrt'], 1, Number.MAX_SAFE_INTEGER)) data.lastReviewAt = Math.trunc(json['lrt']);
  return data;
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}
