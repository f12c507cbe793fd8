import type { Handlers } from '../../rpc/compose.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../../store/store.ts';
import { PlacesInForce } from '../presets/places.ts';
import { answerQuestion } from './answer-question.ts';
import type { assessmentsContract } from './contract.ts';
import { endTest } from './end-test.ts';
import { listTests } from './list-tests.ts';
import { matchAnswer } from './match-answer.ts';
import { questionGroups } from './question-groups.ts';
import { startTest } from './start-test.ts';
import { testOf } from './stored-test.ts';
import { testResult } from './test-result.ts';
import { nextQuestion, testView } from './test-step.ts';

export const assessmentsService = (store: Store): Handlers<typeof assessmentsContract> => {
  const places = new PlacesInForce(store);
  return {
    'assessments.count': ({ about }) => {
      const { title, groups } = questionGroups(store, about);
      const cards = groups.reduce((sum, group) => sum + group.cards, 0);
      return { title, cards, objectives: groups.length };
    },
    'assessments.start': (input) => startTest(store, input),
    'assessments.at': ({ test: uid }) => {
      const test = testOf(store, uid);
      return { test: testView(test), step: nextQuestion(store, test, store.clock.now()) };
    },
    'assessments.check': ({ test, place, given }) => {
      const question = testOf(store, test).questions[place];
      if (question === undefined) throw new RpcError('not_found', { place });
      return { match: matchAnswer(given, question.expected) };
    },
    'assessments.answer': (input) => answerQuestion(store, places, input),
    'assessments.finish': ({ test }) => endTest(store, test, 'finished'),
    'assessments.abandon': ({ test }) => endTest(store, test, 'abandoned'),
    'assessments.result': ({ test }) => testResult(store, test),
    'assessments.list': (input) => listTests(store, input),
  };
};
