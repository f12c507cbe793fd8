import { formatInterval, formatMinutes, formatPercent, formatTime, plural } from '../format.ts';

export const study = {
  everything: 'All courses',
  leave: 'Leave and pause',
  undo: 'Undo the last change',
  info: 'About this card',
  menu: 'More',
  ratings: ['Forgot', 'Hard', 'Good', 'Easy'],
  answers: 'How well did you remember?',
  show: 'Show the answer',
  question: 'Question',
  answer: 'Answer',
  prerequisite: 'prerequisite',
  phases: { new: 'New card', learning: 'Learning', review: 'Review', relearning: 'Learning again' },
  place: (course: string, lecture: string) =>
    lecture === '' || lecture === course ? course : `${course} · ${lecture}`,
  left: (ms: number) => formatMinutes(ms),
  leftWord: 'left',
  doneAt: (at: number) => `done ${formatTime(at)}`,
  progress: 'Progress by minutes',
  progressText: (spentMs: number, leftMs: number) =>
    `${formatMinutes(spentMs)} done, ${formatMinutes(leftMs)} left`,
  interval: (seconds: number) => formatInterval(seconds),
  nextIn: 'next in',
  hint: 'Hard is a pass: you remembered, with effort. Forgot is for what you did not remember.',
  hintRead: 'I see',
  blankFront: {
    title: 'The front of this card is blank',
    help: 'Its template shows none of the fields that are filled. Edit the note (E), or suspend the card (@).',
  },
  droppedScript: {
    title: 'A script on this card was left out',
    help: 'Cards may show anything, but run nothing: a script could read your notes. What the card says is all here; what its script would have added is not.',
  },
  inCard: {
    label: 'Type the answer',
    right: 'Right',
    wrong: 'Not quite',
    expected: 'Expected',
    tooLarge: (name: string) => `(“${name}” is too large to be shown here)`,
    say: 'Say it',
    play: 'Play the sound',
    noVoice: (lang: string) =>
      lang === ''
        ? '(this computer has no voice)'
        : `(this computer has no voice for ${lang.replace('_', '-')})`,
  },
  waitingTitle: 'A moment until the next card',
  waitingText: (at: number) => `The cards you are learning come back at ${formatTime(at)}.`,
  finishNow: 'Finish now',
  nothingTitle: 'Nothing to study now',
  nothingText: 'No card is due, and no new card is left to begin today. More come when their day comes.',
  noCardsTitle: 'No cards yet',
  noCardsText: 'Bring an Anki package or open the sample course: the first screen does both.',
  toStart: 'To the first screen',
  toToday: 'Back to Today',
  summary: 'Session finished',
  summaryTime: 'Time',
  summaryAnswers: 'Answers',
  summaryCards: 'Cards',
  summaryNew: 'New cards begun',
  summaryRecalled: 'Recalled',
  recalledOf: (recalled: number, of: number) => `${formatPercent(recalled / of)} (${recalled} of ${of})`,
  noReviews: 'no reviews in this session',
  compare: (recalled: number, expected: number, of: number) => {
    const difference = recalled - expected;
    const expectedWords = `about ${Math.round(expected)} of ${of}`;
    if (of < 20)
      return `The memory model expected ${expectedWords}. With fewer than 20 reviews that says little.`;
    if (Math.abs(difference) <= 2 * Math.sqrt((expected * (of - expected)) / of))
      return `The memory model expected ${expectedWords}: this is as expected.`;
    return difference > 0
      ? `The memory model expected ${expectedWords}: you remembered more.`
      : `The memory model expected ${expectedWords}: you remembered less. One session is not a trend.`;
  },
  timer: 'Time on this card',
  seconds: (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
  confidence: 'How sure are you?',
  confidences: ['Guess', 'Unsure', 'Fairly sure', 'Certain'],
  percent: (percent: number) => formatPercent(percent / 100),
  autoReveal: (seconds: number) => `Answer in ${seconds} s`,
  autoAnswer: (seconds: number) => `Good in ${seconds} s`,
  autoPaused: 'Paused',
  practice: 'practice',
  practiceNote: 'Practice: this answer changes no due date.',
  ofMinutes: (minutes: number) => `of ${minutes} min`,
  timeOver: 'Your time is up',
  undoNothing: 'There is no answer to undo.',
  missingMedia: (name: string) => `(“${name}” is missing)`,
  keys: {
    reveal: 'Show the answer, then Good',
    forgot: 'Forgot',
    hard: 'Hard',
    good: 'Good',
    easy: 'Easy',
    undo: 'Undo the last change',
    confidence: 'Before the answer: how sure you are',
    flagNumber: 'Flag, then its number; or at once',
    menu: 'More actions',
    pause: 'Pause or go on with the sound',
    auto: 'Pause or go on automatically',
    load: 'Load of this session',
    takeBreak: 'Take the break that is offered',
    leave: 'Leave; the session waits for you',
  },
  cardFrame: 'Card',
  answered: (count: number) => plural(count, 'answer', 'answers'),
} as const;
