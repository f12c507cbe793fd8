/** Special functions and the distributions built on them, in double precision. */

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(p / (1 − p)), with p kept off 0 and 1 by `epsilon`. */
export function logit(p: number, epsilon = 1e-12): number {
  const q = clamp(p, epsilon, 1 - epsilon);
  return Math.log(q / (1 - q));
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** log Γ(x) for x > 0 (Lanczos, g = 7; error below 1e-14 of the value, and below 1e-14 beside its zeros at 1 and 2). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = LANCZOS[0] ?? 0;
  for (let term = 1; term < LANCZOS.length; term += 1) sum += (LANCZOS[term] ?? 0) / (shifted + term);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * Upper regularised incomplete gamma Q(a, x), a > 0, x ≥ 0: series below a + 1, continued fraction above. The relative
 * error grows with a as that of log Γ(a) does: 1e-14 at a = 50, 1e-10 at a = 500,000.
 */
export function incompleteGammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  const steps = mostSteps(a);
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < steps && Math.abs(term) > Math.abs(sum) * 1e-16; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < steps; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-15) break;
  }
  return front * h;
}

/** P(χ² with df degrees of freedom > x). */
export function chiSquareUpper(x: number, df: number): number {
  return incompleteGammaUpper(df / 2, x / 2);
}

/** P(Z < z) of the standard normal; accurate in both tails. */
export function normalCdf(z: number): number {
  const tail = 0.5 * incompleteGammaUpper(0.5, (z * z) / 2);
  return z > 0 ? 1 - tail : tail;
}

export function normalPdf(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * The z below which a share p of the standard normal lies; ±Infinity at 0 and 1 (start: Abramowitz and Stegun 26.2.23, then
 * three steps of Halley).
 */
export function normalQuantile(p: number): number {
  if (p <= 0 || p >= 1) return p <= 0 ? -Infinity : Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = -(
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  );
  for (let step = 0; step < 3; step += 1) {
    const error = (normalCdf(z) - p) / normalPdf(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/**
 * Regularised incomplete beta I_x(a, b), a > 0, b > 0 (Lentz's continued fraction). The relative error grows with a and
 * b as that of log Γ does: 1e-14 up to a hundred thousand, 1e-7 at ten million.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  const steps = mostSteps(Math.max(a, b));
  for (let m = 1; m < steps; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-15) break;
  }
  return front * h;
}

/** The x below which a share p of Beta(a, b) lies (bisection: slow and sure, to 1e-15). */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200 && high - low > 1e-15; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T < t) of Student's t with df degrees of freedom, below a hundred million of them to 1e-9. */
export function studentCdf(t: number, df: number): number {
  // Close to 0, df / (df + t²) is so close to 1 that t is lost in it.
  const tail =
    t * t < 1
      ? 0.5 - 0.5 * incompleteBeta((t * t) / (df + t * t), 0.5, df / 2)
      : 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** Series and continued fractions of the incomplete gamma and beta converge in some 9 √(largest parameter) steps. */
function mostSteps(parameter: number): number {
  return 1000 + 10 * Math.sqrt(parameter);
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
