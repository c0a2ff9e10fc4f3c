import { nameOutcome, type Outcome } from "./outcome.ts";

/**
 * What is to be known of the outcomes, the most important last: where only the end of an output is kept, it holds each failed
 * test and, as its last line, the counts.
 *
 * @param chosen Whether only some tests were asked for: what was left out on purpose isn't named.
 */
export function tellOutcomes(outcomes: Outcome[], chosen: boolean): string[] {
  const having = (result: Outcome["result"]) => outcomes.filter((outcome) => outcome.result === result);
  const [again, failed, skipped] = [having("passed_again"), having("failed"), having("skipped")];
  return [
    ...list("Not run", chosen ? [] : skipped),
    ...list("Passed only when run again", again),
    ...list("Failed", failed),
    `${having("passed").length + again.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ];
}

function list(heading: string, outcomes: Outcome[]): string[] {
  const lines = outcomes.map((outcome) => {
    const reason = outcome.reason === undefined ? "" : ` (${outcome.reason})`;
    return `  ${nameOutcome(outcome)}${reason}`;
  });
  return lines.length === 0 ? [] : ["", `${heading}:`, ...lines];
}
