import { expect } from '@playwright/test';
import { actionScenes } from './action-scenes.ts';
import { demoScenes } from './demo-scenes.ts';
import { examinerScenes } from './examiner-scenes.ts';
import { fillDemo } from './fill-demo.ts';
import { fillKinds } from './fill-kinds.ts';
import { fillForgetful, fillStandard } from './fill-memory.ts';
import { fillProfile, finishProfile } from './fill-profile.ts';
import { keepingScenes } from './keeping-scenes.ts';
import { kindsScenes } from './kinds-scenes.ts';
import { learnerScenes } from './learner-scenes.ts';
import { fittedScenes, refusedScenes } from './memory-scenes.ts';
import { fillNewer, newerScenes } from './newer-scenes.ts';
import { newcomerScenes } from './newcomer-scenes.ts';
import { fillPredicted } from './fill-predicted.ts';
import { predictionEmptyScenes, predictionScenes, riskScenes } from './prediction-scenes.ts';
import { presetScenes } from './preset-scenes.ts';
import { privacyScenes } from './privacy-scenes.ts';
import { patternScenes, rhythmEmptyScenes, rhythmScenes } from './rhythm-scenes.ts';
import { load, type Act, type Scene } from './stage.ts';
import { overloadScenes, strainedScenes, wellbeingEmptyScenes, wellbeingScenes } from './wellbeing-scenes.ts';
import { fillOverload, fillStrained, fillWellbeing } from './fill-overload.ts';
import { twinBeginnerScenes, twinNewcomerScenes, twinScenes } from './twin-scenes.ts';

const finisher: readonly Scene[] = [
  {
    name: 'today-done',
    show: async (stage) => {
      await load(stage, '/');
      await expect(stage.page.getByText('Done for today')).toBeVisible();
    },
  },
];

export const acts: readonly Act[] = [
  { name: 'newcomer', scenes: newcomerScenes },
  { name: 'learner', fill: fillProfile, scenes: learnerScenes },
  { name: 'doer', fill: fillProfile, scenes: actionScenes },
  { name: 'keeper', fill: fillProfile, scenes: keepingScenes },
  { name: 'newer', fill: fillNewer, scenes: newerScenes },
  { name: 'privacy', fill: fillProfile, scenes: privacyScenes },
  { name: 'demo', fill: fillDemo, scenes: demoScenes },
  { name: 'planner', fill: fillProfile, scenes: presetScenes },
  { name: 'examiner', fill: fillProfile, scenes: examinerScenes },
  { name: 'kinds', fill: fillKinds, scenes: kindsScenes },
  { name: 'finisher', fill: finishProfile, scenes: finisher },
  { name: 'fitted', fill: fillForgetful, scenes: fittedScenes },
  { name: 'refused', fill: fillStandard, scenes: refusedScenes },
  { name: 'twin', fill: fillProfile, scenes: twinScenes },
  { name: 'twin-empty', scenes: twinNewcomerScenes },
  { name: 'wellbeing', fill: fillWellbeing, scenes: [...wellbeingScenes, ...rhythmScenes] },
  {
    name: 'wellbeing-empty',
    scenes: [...wellbeingEmptyScenes, ...rhythmEmptyScenes, ...predictionEmptyScenes],
  },
  { name: 'predicted', fill: fillPredicted, scenes: [...predictionScenes, ...riskScenes] },
  { name: 'strained', fill: fillStrained, scenes: [...strainedScenes, ...patternScenes] },
  { name: 'overload', fill: fillOverload, scenes: overloadScenes },
  { name: 'twin-begun', fill: finishProfile, scenes: twinBeginnerScenes },
];
