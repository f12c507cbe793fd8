import { plainText } from '../../library/render/plain-text.ts';
import { renderCard } from '../../library/render/render-card.ts';
import { cardSourceById } from '../../library/card-source.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import { versionOfFile } from '../facts/version-of-file.ts';
import { chooseActivity } from './choose-activity.ts';
import { chooseRows } from './choose-rows.ts';
import type { ChosenAnswers } from './chosen-answers.ts';
import type { EvidenceAsk, evidenceContract } from './contract.ts';
import { learnerView } from './learner-view.ts';

/** `today`: study day of the analysis whose number is asked for. */
export type EvidenceInput = {
  readonly ask: EvidenceAsk;
  readonly today: number;
  readonly offset: number;
  readonly limit: number;
};
export type FoundEvidence = OutputOf<typeof evidenceContract, 'twin.evidence'>;

type ReviewRow = {
  uid: Uint8Array;
  card_uid: Uint8Array;
  utc_offset_min: number;
  rating: number;
  session_uid: Uint8Array | null;
};

const reviewRow = statement<{ card: number; at: number; place: number; isEvery: 0 | 1 }, ReviewRow>(
  'twin.evidenceReview',
  `SELECT r.uid, c.uid AS card_uid, r.utc_offset_min, r.rating, s.uid AS session_uid
   FROM live_reviews r JOIN cards c ON c.id = r.card_id LEFT JOIN study_sessions s ON s.id = r.session_id
   WHERE r.card_id = @card AND r.at = @at AND (@isEvery OR r.interval_seconds IS NOT NULL)
   ORDER BY r.uid LIMIT 1 OFFSET @place`,
);
/** What was chosen last: who reads one page reads the next. */
const lastChosen = new WeakMap<StoreReader, { key: string; chosen: ChosenAnswers }>();

const choose = (reader: StoreReader, { ask, today }: EvidenceInput): ChosenAnswers => {
  const version = versionOfFile(reader);
  const key = JSON.stringify([version, today, ask]);
  const known = lastChosen.get(reader);
  if (known?.key === key) return known.chosen;
  const chosen =
    ask.of === 'activity'
      ? chooseActivity(reader, ask)
      : chooseRows(reader, learnerView(reader, version), ask, today);
  lastChosen.set(reader, { key, chosen });
  return chosen;
};

/** A page of the answers behind a number. Reads the whole log: for a worker. */
export const findEvidence = (reader: StoreReader, input: EvidenceInput): FoundEvidence => {
  const chosen = choose(reader, input);
  const total = chosen.at.length;
  const end = Math.min(total, input.offset + input.limit);
  const answers: FoundEvidence['answers'] = [];
  for (let index = input.offset; index < end; index += 1) {
    const [card, at, place] = [chosen.card[index] ?? -1, chosen.at[index] ?? 0, chosen.place[index] ?? 0];
    const row = reader.get(reviewRow, { card, at, place, isEvery: chosen.isScheduled ? 0 : 1 });
    // Taken back this moment.
    if (row === undefined) continue;
    const expected = chosen.expected[index] ?? Number.NaN;
    answers.push({
      review: uidToHex(row.uid),
      card: uidToHex(row.card_uid),
      question: plainText(renderCard(cardSourceById(reader, card).input).questionHtml, 200),
      at,
      utcOffsetMin: row.utc_offset_min,
      rating: row.rating,
      recalled: row.rating > 1,
      expected: Number.isFinite(expected) ? expected : null,
      session: row.session_uid === null ? null : uidToHex(row.session_uid),
    });
  }
  return { total, sessions: chosen.sessions, studyDays: chosen.studyDays, answers };
};
