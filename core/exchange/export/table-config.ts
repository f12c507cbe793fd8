import { PbfWriter } from 'pbf';
import type { ExportedNoteType } from './note-types-of-library.ts';
import type { ExportedPreset } from './presets-of-library.ts';
import { latex, presetNumbers } from './legacy-config.ts';

/** Messages of Anki's proto files, field numbers as there; what is left out is the default. */
const written = (write: (pbf: PbfWriter) => void): Uint8Array => {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish();
};

/** notetypes.proto, Notetype.Config. */
export const noteTypeConfig = (type: ExportedNoteType): Uint8Array =>
  written((pbf) => {
    pbf.writeVarintField(1, type.kind === 'cloze' ? 1 : 0);
    pbf.writeVarintField(2, type.sortField);
    pbf.writeStringField(3, type.css);
    pbf.writeStringField(5, latex.pre);
    pbf.writeStringField(6, latex.post);
  });

/** notetypes.proto, Notetype.Field.Config. */
export const fieldConfig = (): Uint8Array =>
  written((pbf) => {
    pbf.writeStringField(3, 'Arial');
    pbf.writeVarintField(4, 20);
  });

/** notetypes.proto, Notetype.Template.Config. */
export const templateConfig = (questionFormat: string, answerFormat: string): Uint8Array =>
  written((pbf) => {
    pbf.writeStringField(1, questionFormat);
    pbf.writeStringField(2, answerFormat);
  });

/** decks.proto, Deck.Common. */
export const deckCommon = (): Uint8Array => written((pbf) => pbf.writeBooleanField(2, true));

/** decks.proto, Deck.KindContainer with a Deck.Normal. */
export const deckKind = (preset: number, description: string): Uint8Array =>
  written((pbf) =>
    pbf.writeMessage(
      1,
      (_, normal) => {
        normal.writeVarintField(1, preset);
        if (description !== '') normal.writeStringField(4, description);
      },
      null,
    ),
  );

/** deck_config.proto, DeckConfig.Config. */
export const presetConfig = ({ values }: ExportedPreset): Uint8Array =>
  written((pbf) => {
    pbf.writePackedFloat(1, [...values.learningSteps]);
    pbf.writePackedFloat(2, [...values.relearningSteps]);
    pbf.writeVarintField(9, values.newPerDay);
    pbf.writeVarintField(10, values.reviewsPerDay);
    pbf.writeFloatField(11, 2.5);
    pbf.writeFloatField(12, 1.3);
    pbf.writeFloatField(13, 1.2);
    pbf.writeFloatField(15, 1);
    pbf.writeVarintField(16, values.maximumIntervalDays);
    pbf.writeVarintField(17, 1);
    pbf.writeVarintField(18, 1);
    pbf.writeVarintField(19, 4);
    pbf.writeVarintField(20, values.newOrder === 'random' ? 1 : 0);
    pbf.writeVarintField(21, values.leechAction === 'suspend' ? 0 : 1);
    pbf.writeVarintField(22, values.leechThreshold);
    pbf.writeVarintField(24, values.timerCapSeconds);
    pbf.writeBooleanField(25, values.showTimer);
    pbf.writeBooleanField(27, values.buryNewSiblings);
    pbf.writeBooleanField(28, values.buryReviewSiblings);
    pbf.writeVarintField(30, presetNumbers.mixes[values.newPlacement]);
    pbf.writeVarintField(33, presetNumbers.reviewOrders[values.reviewOrder]);
    pbf.writeFloatField(37, values.desiredRetention);
    pbf.writeFloatField(41, values.autoRevealSeconds);
    pbf.writeFloatField(42, values.autoAnswerSeconds);
  });
