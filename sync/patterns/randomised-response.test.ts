import { describe, expect, it } from 'vitest';
import { firstManifest } from './first-manifest.ts';
import { metricOf } from './manifest.ts';
import { memoisedBin, randomisedBin, type ResponseMemo } from './randomised-response.ts';
import { sendingChances, unbiasedScores, valueScores } from './scores.ts';
import { keystream } from './testing/keystream.ts';
import { trueCounts } from './true-counts.ts';

const minutes = metricOf(firstManifest, 'minutes');
const { keep, other, epsilon } = firstManifest.response;

describe('k-ary randomised response', () => {
  it('sends each bin for exactly as many of all draws as its weight says', () => {
    // One byte of which six bits count: all 64 of them are one round of the draw, of which 59 are taken.
    for (const [trueBin] of minutes.bins.entries()) {
      const sent = minutes.bins.map(() => 0);
      for (let byte = 0; byte < keep + 5 * other; byte += 1)
        sent[randomisedBin(() => Uint8Array.of(byte), firstManifest, minutes, trueBin)]! += 1;
      expect(sent).toEqual(minutes.bins.map((_, bin) => (bin === trueBin ? keep : other)));
    }
  });

  it('tells no more than its epsilon: no bin is more than e⁴ times as likely from one true bin as from another', () => {
    for (const metric of firstManifest.metrics)
      for (const [sent] of metric.bins.entries()) {
        const chances = metric.bins.map((_, bin) => sendingChances(firstManifest, metric, bin)[sent] ?? 0);
        expect(Math.log(Math.max(...chances) / Math.min(...chances))).toBeLessThanOrEqual(epsilon);
      }
  });

  it('has no other bins than the metric', () => {
    for (const bin of [-1, 6, 1.5, Number.NaN])
      expect(() => randomisedBin(keystream('bin'), firstManifest, minutes, bin)).toThrow(RangeError);
  });
});

describe('the memo', () => {
  it('sends the same while the true bin stays, and again when it comes back', () => {
    const random = keystream('memo');
    let memo: ResponseMemo = {};
    const first: Record<number, number> = {};
    for (let week = 0; week < 1_000; week += 1) {
      const truth = (week * 7) % 6;
      const answer = memoisedBin(random, firstManifest, minutes, truth, memo);
      memo = answer.memo;
      first[truth] ??= answer.sentBin;
      expect(answer.sentBin).toBe(first[truth]);
    }
  });

  it('draws each metric for itself', () => {
    const random = keystream('metrics');
    const retention = metricOf(firstManifest, 'retention');
    const { memo } = memoisedBin(random, firstManifest, minutes, 2, {});
    const both = memoisedBin(random, firstManifest, retention, 2, memo).memo;
    expect(Object.keys(both)).toEqual(['minutes', 'retention']);
  });
});

describe('estimates from what was sent', () => {
  it('are exact on average: the score of what is sent has the mean of the weight of what is true', () => {
    const { of, scale } = unbiasedScores(firstManifest, [3, -1, 0, 10, 4, 7]);
    [3, -1, 0, 10, 4, 7].forEach((weight, trueBin) => {
      const whole = BigInt(keep + 5 * other);
      const sum = of.reduce((all, score, sent) => all + score * BigInt(sent === trueBin ? keep : other), 0n);
      expect(sum).toBe(BigInt(weight) * scale * whole);
    });
  });

  it('hold the true counts as often as their interval says', () => {
    const truth = [400, 100, 300, 0, 150, 50];
    const random = keystream('coverage');
    let held = 0;
    const sums = truth.map(() => 0);
    const rounds = 400;
    for (let round = 0; round < rounds; round += 1) {
      const sent = truth.map(() => 0);
      truth.forEach((count, bin) => {
        for (let at = 0; at < count; at += 1) sent[randomisedBin(random, firstManifest, minutes, bin)]! += 1;
      });
      trueCounts(firstManifest, minutes, sent, 0.95).forEach(({ estimate, low, high }, bin) => {
        sums[bin]! += estimate / rounds;
        if (low <= (truth[bin] ?? 0) && (truth[bin] ?? 0) <= high) held += 1;
      });
    }
    expect(held / (rounds * truth.length)).toBeGreaterThan(0.93);
    expect(held / (rounds * truth.length)).toBeLessThan(0.97);
    sums.forEach((sum, bin) => expect(Math.abs(sum - (truth[bin] ?? 0))).toBeLessThan(2));
  });

  it('score bins without a value by nothing but what corrects for the others', () => {
    const { of, scale } = valueScores(firstManifest, metricOf(firstManifest, 'retention'));
    // Σw = 650 + 750 + 825 + 875 + 925 + 970 − 6 · 810 = 135
    expect(of.at(-1)).toBe(-135n * BigInt(other));
    expect(scale).toBe(BigInt(keep - other));
  });
});
