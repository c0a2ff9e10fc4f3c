import { expect, test } from "vitest";
import { COMMANDS } from "./commands.ts";
import { describeCommands, describeProblem } from "./describe-commands.ts";

test("help has what may be said in that place by that person, as it is written", () => {
  const help = describeCommands("issue", ({ who }) => who !== "payer");
  expect(help).toContain("- `/catalyst reject <what to change>`: sends the plan back");
  expect(help).toContain("- `/catalyst retry [--agent <agent>] [--model <model>]`: tries");
  expect(help).not.toContain("/catalyst update");
  expect(help).not.toContain("/catalyst resume");
  expect(describeCommands("own_pull_request", () => true)).toContain("/catalyst update");
});

test("a problem says what would be right", () => {
  expect(describeProblem({ kind: "verb_unknown", written: "runn", nearest: "run" })).toMatch(
    /^`runn` is no command\. Did you mean `run`\? There are `run`, `plan`,/,
  );
  expect(describeProblem({ kind: "option_unknown", verb: "publish", written: null, nearest: null })).toBe(
    "This is no option of it. It is written `/catalyst publish [--base <branch>] [--anyway]`.",
  );
  expect(describeProblem({ kind: "value_wrong", verb: "run", option: "budget" })).toBe(
    "`--budget` is written `--budget <$5>`.",
  );
});

test("every command can stand somewhere", () => {
  expect(Object.values(COMMANDS).filter(({ on }) => Object.keys(on).length === 0)).toEqual([]);
});
