import { join } from 'node:path';
import type { Settings } from '../../settings/contract.ts';
import { studyDay, utcOffsetMinutes } from '../../store/study-day.ts';
import { StagedFile } from '../staged/staged-file.ts';
import type { AnkiPackage } from './anki-package.ts';
import { openPackage } from './open-package.ts';
import { stageCards } from './stage-cards.ts';
import { DeckStager } from './stage-decks.ts';
import { GhostStager, type KnownCard } from './stage-ghosts.ts';
import { stageMedia, type StoredMedia } from './stage-media.ts';
import { stageNotes, stageNoteTypes } from './stage-notes.ts';
import { stagePresets } from './stage-presets.ts';
import { stageReviews } from './stage-reviews.ts';

export type StageOptions = {
  /** The package, and the (empty) folder to unpack it into. */
  path: string;
  folder: string;
  label: string;
  /** UTC ms: nothing imported lies after it. */
  now: number;
  zone: string;
  settings: Settings;
  storedMedia: StoredMedia;
  knownCard: KnownCard;
  onProgress(step: string, done: number, total: number): void;
  signal: AbortSignal;
};

export type Warning = { code: string; count: number };
export const stagedFileName = 'staged.sqlite';
const progressEvery = 2000;

/** Counts rows of a step, says so now and then, and stops where it was cancelled. */
const counter = (options: StageOptions, step: string, total: number): (() => void) => {
  let done = 0;
  options.onProgress(step, 0, total);
  return () => {
    done += 1;
    if (done % progressEvery !== 0 && done !== total) return;
    options.signal.throwIfAborted();
    options.onProgress(step, done, total);
  };
};

const stageAll = async (file: StagedFile, source: AnkiPackage, options: StageOptions): Promise<Warning[]> => {
  const { counts } = source;
  const rolloverHour = options.settings['study.rolloverHour'];
  const media = await stageMedia(
    file,
    source,
    options.folder,
    options.storedMedia,
    counter(options, 'media', source.media.length),
  );
  stageNoteTypes(file, source.noteTypes, media.rewrite);
  const notes = stageNotes(file, source, options.now, media.rewrite, counter(options, 'notes', counts.notes));
  const presets = stagePresets(file, source, options.settings);
  const createdAt = source.createdAt * 1000;
  const context = {
    file,
    decks: new DeckStager(file, source.decks, presets),
    notes: notes.guids,
    now: options.now,
    zone: options.zone,
    settings: options.settings,
    lastReview: source.lastReviews(),
    // Anki counts from the calendar date of the creation, whatever the hour.
    dayZero: studyDay(createdAt, utcOffsetMinutes(createdAt, options.zone), 0),
  };
  const cards = stageCards(context, source, counter(options, 'cards', counts.cards));
  const local = { now: options.now, zone: options.zone, rolloverHour };
  const taken = { notes: notes.guids, noteTypes: new Set(source.noteTypes.map((type) => type.id)) };
  const ghosts = new GhostStager(file, context.decks, cards.staged, taken, options.knownCard);
  const reviews = stageReviews(
    file,
    source,
    cards.staged,
    local,
    ghosts,
    counter(options, 'reviews', counts.reviews),
  );
  const warnings = [
    { code: 'missing_media', count: source.skippedMedia },
    { code: 'damaged_media', count: media.damaged },
    { code: 'renamed_media', count: media.renamed },
    { code: 'notes_without_type', count: notes.unknownTypes },
    { code: 'cards_without_note', count: cards.orphans },
    { code: 'impossible_cards', count: cards.impossible },
    { code: 'doubled_cards', count: cards.doubled },
    { code: 'deleted_cards_with_reviews', count: ghosts.count },
    { code: 'impossible_reviews', count: reviews.impossible },
  ];
  return warnings.filter((warning) => warning.count > 0);
};

/** Reads a package into a staged file beside its unpacked media. Throws PackageRefusedError, or what `signal` carries. */
export const stageAnki = async (options: StageOptions): Promise<{ staged: string }> => {
  options.onProgress('open', 0, 0);
  const source = await openPackage(options.path, {
    workDir: options.folder,
    signal: options.signal,
    onProgress: ({ step, done, total }) => options.onProgress(step, done, total),
  });
  const staged = join(options.folder, stagedFileName);
  const file = new StagedFile(staged);
  try {
    const warnings = await stageAll(file, source, options);
    file.insert('meta', {
      id: 1,
      kind: 'anki',
      label: options.label,
      version: source.version,
      warnings: JSON.stringify(warnings),
    });
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  } finally {
    await source.close();
  }
  return { staged };
};
