import { nameOutcome, OUTSIDE, type Outcome } from "./outcome.ts";

/**
 * What failed at first and passed when its file ran again has passed, and is marked. What passed at first stays so, whatever
 * came of it again; what only the second run met (a file that couldn't be loaded at first) counts as it came out there.
 */
export function settleSecondRun(first: Outcome[], second: Outcome[]): Outcome[] {
  const known = new Set(first.map(nameOutcome));
  const files = new Set(second.map(({ file }) => file));
  const isPassed = (outcome: Outcome) => {
    const same = second.filter((other) => nameOutcome(other) === nameOutcome(outcome));
    return same.every(({ result }) => result === "passed") && (same.length > 0 || outcome.title === OUTSIDE);
  };
  return [
    ...first.map((outcome): Outcome => {
      const isMended = outcome.result === "failed" && files.has(outcome.file) && isPassed(outcome);
      return isMended ? { ...outcome, result: "passed_again" } : outcome;
    }),
    ...second.filter((outcome) => !known.has(nameOutcome(outcome))),
  ];
}
