import { expect, type Page } from '@playwright/test';
import { callCli } from './call-cli.ts';
import { moment } from './fill-profile.ts';
import { dialogWith, load, loadHolding, type Scene, type Stage } from './stage.ts';

const dayMs = 86_400_000;
const examDay = Math.floor(moment.now / dayMs) + 19;

type Tree = { courses: { uid: string; title: string }[] };
type Started = { test: { uid: string }; step: { kind: string; place: number } };

const firstCourse = async ({ desk }: Stage): Promise<{ uid: string; title: string }> => {
  const { courses } = (await callCli(desk.profile, 'library.tree', {})) as Tree;
  const [course] = courses;
  if (course === undefined) throw new Error('a learner without a course');
  return course;
};

/** A test of one format, so that the picture shows it. */
const begin = async (
  stage: Stage,
  format: 'flashcard' | 'typed' | 'choice',
  askConfidence = false,
): Promise<Started> => {
  const course = await firstCourse(stage);
  return (await callCli(stage.desk.profile, 'assessments.start', {
    about: { kind: 'course', uid: course.uid },
    options: { questions: 5, format, askConfidence, limitMinutes: null, reschedule: false },
  })) as Started;
};

const run = async (stage: Stage, started: Started): Promise<void> => {
  await load(stage, '/settings');
  await stage.page.evaluate((hash) => {
    location.hash = hash;
  }, `/test/run/${started.test.uid}`);
  await expect(stage.page.getByText('Question 1 of 5')).toBeVisible();
};

const resultOf = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { name: 'By objective' })).toBeVisible();
};

/** Exams and practice tests, and what goes to Anki. */
export const examinerScenes: readonly Scene[] = [
  { name: 'tests-loading', show: (stage) => loadHolding(stage, '/test', ['exams.list', 'assessments.list']) },
  {
    name: 'tests-empty',
    show: async (stage) => {
      await load(stage, '/test');
      await expect(stage.page.getByText('No test taken yet.')).toBeVisible();
    },
  },
  {
    name: 'exam-add',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Add an exam' }).click();
      await dialogWith(page, 'Add an exam');
    },
    closes: 'escape',
  },
  {
    name: 'tests-exam',
    show: async (stage) => {
      const course = await firstCourse(stage);
      const exam = { title: course.title, course: course.uid, day: examDay, objectives: null };
      await callCli(stage.desk.profile, 'exams.create', exam);
      await load(stage, '/test');
      await expect(stage.page.getByText(`${course.title} in 19 days`)).toBeVisible();
    },
  },
  {
    name: 'today-exam',
    show: async (stage) => {
      await load(stage, '/');
      await expect(stage.page.getByText('in 19 days')).toBeVisible();
    },
  },
  {
    name: 'test-new',
    show: async (stage) => {
      const course = await firstCourse(stage);
      await load(stage, `/test/new/course/${course.uid}`);
      await expect(stage.page.getByRole('button', { name: 'Start the test' })).toBeVisible();
    },
  },
  {
    name: 'test-confidence',
    show: async (stage) => {
      await run(stage, await begin(stage, 'flashcard', true));
      await expect(stage.page.getByText('How sure are you?')).toBeVisible();
    },
  },
  {
    name: 'test-choice',
    show: async (stage) => {
      await run(stage, await begin(stage, 'choice'));
    },
  },
  {
    name: 'test-typed',
    show: async (stage) => {
      await run(stage, await begin(stage, 'typed'));
    },
  },
  {
    name: 'test-result',
    show: async (stage) => {
      const { test } = await begin(stage, 'flashcard', true);
      for (let place = 0; place < 5; place += 1) {
        await callCli(stage.desk.profile, 'assessments.answer', {
          request: place.toString(16).padStart(32, 'e'),
          test: test.uid,
          place,
          correct: place !== 2,
          confidencePercent: place === 2 ? 75 : 95,
          durationMs: 6000,
        });
      }
      await callCli(stage.desk.profile, 'assessments.finish', { test: test.uid });
      await load(stage, `/test/result/${test.uid}`);
      await resultOf(stage.page);
    },
  },
  {
    name: 'export-dialog',
    show: async (stage) => {
      await load(stage, '/settings');
      await stage.page.getByRole('button', { name: 'Export everything', exact: true }).click();
      await dialogWith(stage.page, 'Export for Anki');
    },
    closes: 'escape',
  },
  {
    name: 'export-done',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Export everything', exact: true }).click();
      await dialogWith(page, 'Export for Anki');
      await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
      await expect(page.getByText(/ is ready\.$/)).toBeVisible();
    },
    closes: 'escape',
  },
];
