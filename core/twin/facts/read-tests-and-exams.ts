import type { ExamDate, PracticeTestScore } from '#ml/knowledge/struggle/facts.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { LearnerCards } from './read-cards.ts';

type ScoreRow = { ended_at: number; study_day: number; objective_id: number; score: number };
type ExamRow = {
  id: number;
  course_id: number;
  created_at: number;
  exam_day: number;
  every_objective: number;
};

const scoreRows = statement<Record<string, never>, ScoreRow>(
  'twin.testScores',
  // A question names its objective by uid; the day is the one the test began on.
  `SELECT t.ended_at, t.study_day, o.id AS objective_id, avg(a.correct) AS score
   FROM assessments t
   JOIN live_assessment_answers a ON a.assessment_id = t.id
   JOIN learning_objectives o ON o.uid = unhex(t.questions ->> ('$[' || a.place || '].objective'))
   WHERE t.deleted_at IS NULL AND t.outcome = 'finished'
   GROUP BY t.id, o.id ORDER BY t.ended_at, o.id`,
);
const examRows = statement<Record<string, never>, ExamRow>(
  'twin.exams',
  'SELECT id, course_id, created_at, exam_day, every_objective FROM exams WHERE deleted_at IS NULL ORDER BY id',
);
const examObjectives = statement<{ exam: number; course: number; every: number }, { id: number }>(
  'twin.examObjectives',
  `SELECT objective_id AS id FROM exam_objectives WHERE exam_id = @exam AND @every = 0
   UNION ALL
   SELECT o.id FROM learning_objectives o JOIN lectures l ON l.id = o.lecture_id
   WHERE l.course_id = @course AND @every = 1`,
);

/** How finished practice tests went, by objective. */
export const readTests = (reader: StoreReader, { objectiveRow }: LearnerCards): PracticeTestScore[] =>
  reader.all(scoreRows, {}).flatMap((row) => {
    const objective = objectiveRow.get(row.objective_id);
    return objective === undefined
      ? []
      : [{ objective, at: row.ended_at, studyDay: row.study_day, score: row.score }];
  });

/** Exams and what they are about, each known from when it was entered. */
export const readExams = (reader: StoreReader, { objectiveRow }: LearnerCards): ExamDate[] =>
  reader.all(examRows, {}).map((exam) => ({
    knownAt: exam.created_at,
    studyDay: exam.exam_day,
    objectives: reader
      .all(examObjectives, { exam: exam.id, course: exam.course_id, every: exam.every_objective })
      .flatMap(({ id }) => objectiveRow.get(id) ?? []),
  }));
