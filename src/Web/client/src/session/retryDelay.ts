const STEPS = [250, 500, 1_000, 2_000];
const LONGEST = 3_000;

/** Milliseconds before the next try; spread, so that a restarted server does not meet all its clients at once. */
export function retryDelay(attempt: number, random = Math.random): number {
  const most = STEPS[attempt] ?? LONGEST;
  return Math.round(most * (0.5 + random() * 0.5));
}
