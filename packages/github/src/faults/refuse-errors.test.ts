import { expect, test } from "vitest";
import { GitHubFault } from "./github-fault.ts";
import { refuseErrors } from "./refuse-errors.ts";

const CLOCK = { now: new Date("2026-05-02T10:00:00Z"), unsaidSeconds: 60 };

function meaningOf(data: unknown, headers: Record<string, unknown> = {}): unknown {
  try {
    refuseErrors(data, headers, CLOCK);
    return null;
  } catch (error) {
    return error instanceof GitHubFault ? error.problem : error;
  }
}

const error = (type: string | undefined, message = "no") => ({
  data: { repository: null },
  errors: [{ type, message }],
});

test.each([
  ["what isn't there", error("NOT_FOUND"), { kind: "not_found" }],
  ["what isn't allowed", error("FORBIDDEN"), { kind: "forbidden", permission: null }],
  [
    "a field that this GitHub hasn't",
    error(undefined, "Field 'parent' doesn't exist on type 'Issue'"),
    { kind: "refused", reason: "Field 'parent' doesn't exist on type 'Issue'" },
  ],
  [
    "a failure of its own",
    error(undefined, "Something went wrong while executing your query."),
    { kind: "outage", reason: "Something went wrong while executing your query." },
  ],
])("an answer with errors says no, whatever else is in it: %s", (_, data, problem) => {
  expect(meaningOf(data)).toEqual(problem);
});

test("a limit that is reached says until when", () => {
  const reset = String(CLOCK.now.getTime() / 1000 + 90);
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
  const until = (seconds: number) => ({ kind: "rate_limited", until: new Date(CLOCK.now.getTime() + seconds * 1000) });
  expect(meaningOf(error("RATE_LIMITED"), headers)).toEqual(until(90));
  expect(meaningOf(error("RATE_LIMITED"))).toEqual(until(60));
});

test.each([[{ data: {} }], [{ data: {}, errors: [] }], [null], ["text"], [{ errors: "no" }]])(
  "an answer without errors is left to whoever reads it: %j",
  (data) => {
    expect(meaningOf(data)).toBeNull();
  },
);
