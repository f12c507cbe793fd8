import { formatMinutes, formatNumber, formatPercent, plural } from '../format.ts';

type Score = { correct: number; answered: number; interval: { low: number; high: number } | null };

export const assessments = {
  title: 'Practice tests',
  open: 'Practice test',
  intro: 'Questions as in an exam, fixed at the start. Your schedule does not change unless you choose so.',
  exams: 'Exams',
  noExams: 'No exam yet.',
  save: 'Save',
  course: 'Course',
  addExam: 'Add an exam',
  editExam: 'Edit the exam',
  examTitle: 'Title',
  examDay: 'Day',
  examCovers: 'Objectives',
  allObjectives: 'All objectives of the course',
  chosenObjectives: 'Only these',
  examAdded: (title: string) => `Exam “${title}” added.`,
  examChanged: (title: string) => `Exam “${title}” changed.`,
  examRemoved: (title: string) => `Exam “${title}” removed.`,
  remove: 'Remove the exam',
  actionsOf: (title: string) => `Actions for ${title}`,
  /** "Cardiology in 19 days". */
  examIn: (title: string, days: number) =>
    days === 0
      ? `${title} is today`
      : days === 1
        ? `${title} is tomorrow`
        : days < 0
          ? `${title} was ${plural(-days, 'day', 'days')} ago`
          : `${title} in ${plural(days, 'day', 'days')}`,
  take: 'Take a practice test',
  about: (title: string, cards: number, objectives: number) =>
    `${title}: ${plural(cards, 'card', 'cards')} in ${plural(objectives, 'group', 'groups')} by objective`,
  nothing: 'No card to ask about yet',
  nothingText: 'Add cards to this place, or choose other objectives.',
  questions: 'Questions',
  format: 'Format',
  formats: { mixed: 'Mixed', flashcard: 'Flashcard', typed: 'Typed', choice: 'Multiple choice' },
  formatHint: 'Where an answer cannot be typed or has too few alternatives, a flashcard is asked.',
  askConfidence: 'Ask how sure I am before the answer',
  limit: 'Time limit in minutes',
  limitHint: '0: none',
  reschedule: 'Answers schedule my cards',
  rescheduleHint: 'Right counts as Good, wrong as Forgot.',
  start: 'Start the test',
  history: 'Tests so far',
  trend: (title: string) => `Tests of ${title}`,
  noTests: 'No test taken yet.',
  columnWhen: 'When',
  columnTest: 'Test',
  columnScore: 'Score',
  columnTime: 'Time',
  resume: 'Go on',
  show: 'Result',
  abandoned: 'abandoned',
  unfinished: 'not finished',
  score: ({ correct, answered, interval }: Score) =>
    interval === null
      ? 'no answers'
      : `${formatNumber(correct)} of ${formatNumber(answered)} (${formatPercent(interval.low)}–${formatPercent(interval.high)})`,
  intervalNote: 'In brackets: the range in which your share lies with 90% confidence.',
  time: formatMinutes,
  place: (place: number, questions: number) => `Question ${place} of ${questions}`,
  left: (ms: number) => `${formatMinutes(ms)} left`,
  reveal: 'Show the answer',
  right: 'I knew it',
  wrong: 'I did not know it',
  countRight: 'Count it as right',
  countWrong: 'It is wrong',
  next: 'Next question',
  yourAnswer: 'Your answer',
  submit: 'Submit',
  choices: 'Answers to choose from',
  verdicts: { right: 'Right.', near: 'Nearly. You decide.', wrong: 'Not the same. You decide.' },
  chosenRight: 'Right.',
  chosenWrong: (expected: string) => `Wrong. The answer is: ${expected}`,
  expected: 'The answer',
  typed: 'You typed',
  sure: 'How sure are you?',
  finish: 'End and show the result',
  abandon: 'Abandon',
  abandonTitle: 'Abandon this test?',
  abandonText: (unanswered: number) =>
    `${plural(unanswered, 'question stays', 'questions stay')} without an answer, and the test cannot be gone on with. What you answered is kept.`,
  leave: 'Pause and leave',
  over: 'The test is over',
  result: 'Result',
  unanswered: (count: number) =>
    count === 0
      ? 'Every question has an answer.'
      : `${plural(count, 'question', 'questions')} without an answer.`,
  byObjective: 'By objective',
  objective: 'Objective',
  calibration: 'How sure you were',
  stated: 'You said',
  was: 'Right',
  few: (answers: number) => `Too few answers to judge this yet (${answers} of 10).`,
  missed: 'Missed',
  noneMissed: 'Nothing missed.',
  given: (text: string) => `You answered: ${text}`,
  again: 'Another test',
  toTests: 'All practice tests',
  percent: (percent: number) => formatPercent(percent / 100),
} as const;
