import type { Outcome } from "./outcome.ts";

/** Tests that can be run beside others; `untilAlone` ends once none of those runs any more. */
export type Lane = (untilAlone: () => Promise<void>) => Promise<Outcome[]>;

/** Runs lanes at the same time. What waits until it is alone gets its turn when all first runs are over, one lane after the other. */
export async function runLanes(lanes: Lane[]): Promise<Outcome[]> {
  const parts = lanes.map((lane) => ({
    lane,
    first: Promise.withResolvers<void>(),
    whole: Promise.withResolvers<void>(),
  }));
  const outcomes = parts.map(async ({ lane, first, whole }, at) => {
    try {
      return await lane(async () => {
        first.resolve();
        const earlier = parts.slice(0, at).map((part) => part.whole.promise);
        await Promise.all([...parts.map((part) => part.first.promise), ...earlier]);
      });
    } finally {
      first.resolve();
      whole.resolve();
    }
  });
  return (await Promise.all(outcomes)).flat();
}
