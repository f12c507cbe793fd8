import type { Handlers } from '../rpc/compose.ts';
import type { Store } from '../store/store.ts';
import { answer } from './answer.ts';
import { cardInfo } from './card-info.ts';
import type { studyContract } from './contract.ts';
import { countCustomStudy } from './custom/count-custom.ts';
import { finishSession } from './finish-session.ts';
import { putNewLast } from './new-last.ts';
import { finishOf, nextStep } from './next-step.ts';
import { StudyQueues } from './queues.ts';
import { sessionSummary } from './session-summary.ts';
import { openSession, sessionOf, sessionView } from './sessions.ts';
import { setPaused, startSession } from './start-session.ts';
import { raiseLimits } from './raise-limits.ts';
import { today } from './today.ts';

export const studyService = (store: Store): Handlers<typeof studyContract> => {
  const queues = new StudyQueues(store);
  return {
    'study.today': () => today(store, queues),
    'study.start': (input) => startSession(store, queues, input),
    'study.current': () => {
      const open = openSession(store, store.clock);
      if (open === undefined) return { session: null, step: null };
      const step = nextStep(store, queues, open);
      return { session: sessionView(store, open, finishOf(step, store.clock.now())), step };
    },
    'study.answer': (input) => answer(store, queues, input),
    'study.countCustom': (input) => countCustomStudy(store, input),
    'study.raiseLimits': (input) => raiseLimits(store, input),
    'study.pause': ({ session }) => setPaused(store, session, true),
    'study.newLast': ({ session }) => putNewLast(store, session),
    'study.resume': ({ session }) => setPaused(store, session, false),
    'study.finish': ({ session }) => finishSession(store, session),
    'study.summary': ({ session }) => sessionSummary(store, sessionOf(store, session)),
    'study.cardInfo': ({ card }) => cardInfo(store, store.clock, card),
  };
};
