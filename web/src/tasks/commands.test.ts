import { expect, test } from "vitest";
import {
  lookCommands,
  publishCommand,
  rejectCommand,
  resultCommands,
  resumeCommand,
  retryCommand,
  sendCommand,
  updateCommand,
} from "./commands.ts";

test("a command says what was chosen and nothing else", () => {
  expect(retryCommand(3, { agent: "", model: "", minutes: "" })).toBe("catalyst tasks retry 3");
  expect(retryCommand(3, { agent: "aider", model: "a b", minutes: "120" })).toBe(
    "catalyst tasks retry 3 --agent aider --model 'a b' --timeout 120m",
  );
  expect(resumeCommand(3, { usd: "+2", tokens: "" })).toBe("catalyst tasks resume 3 --budget-usd +2");
  expect([updateCommand(3, false), updateCommand(3, true)]).toEqual([
    "catalyst tasks update 3",
    "catalyst tasks update 3 --rebase",
  ]);
  const nothing = { run: null, accept: [], reason: "kept from before", branch: "", base: "" };
  expect(publishCommand(3, nothing)).toBe("catalyst tasks publish 3");
});

test("several rules are one option, and what people type is one word to a shell", () => {
  const wish = { run: 2, accept: ["secret", "protected_path"], reason: "it's $mine", branch: "", base: "main" };
  expect(publishCommand(3, wish)).toBe(
    "catalyst tasks publish 3 --run 2 --accept secret,protected_path --reason 'it'\\''s $mine' --base main",
  );
  expect(rejectCommand(3, "`rm -rf`")).toBe("catalyst tasks reject 3 --feedback '`rm -rf`'");
  expect(sendCommand(3, "a\nb")).toBe("catalyst tasks send 3 'a\nb'");
});

test("a task is looked at by commands for what there is of it", () => {
  const running = { number: 3, isOver: false, hasResult: false, isArchived: false };
  expect(lookCommands(running, null)).toEqual(["catalyst tasks show 3", "catalyst tasks logs 3 --follow"]);
  expect(lookCommands({ ...running, isOver: true, hasResult: true }, 2)).toEqual([
    "catalyst tasks show 3",
    "catalyst tasks logs 3 --run 2",
    "catalyst tasks patch 3 --run 2",
    "catalyst tasks archive 3",
  ]);
  expect(lookCommands({ ...running, isOver: true, isArchived: true }, null)).toContain("catalyst tasks unarchive 3");
});

test("a result that is a branch of a folder is shown and taken in by git there", () => {
  const publication = { kind: "branch", branch: "catalyst/1-fix", isDraft: false };
  const task = (result: object, repository = { vcs: "local", url: "/home/a b" }) =>
    ({ result: { findings: [], ...result }, repository, baseBranch: "main" }) as never;
  expect(resultCommands(task({ publication }))).toEqual([
    "git -C '/home/a b' diff main...catalyst/1-fix",
    "git -C '/home/a b' merge catalyst/1-fix",
  ]);
  expect(resultCommands(task({ publication, findings: [{ rule: "unrelated_history" }] }))[0]).toContain(
    " main..catalyst/1-fix",
  );
  expect(resultCommands(task({ publication: { kind: "nothing" } }))).toEqual([]);
  expect(resultCommands(task({ publication }, { vcs: "git", url: "https://example.com/a" }))).toEqual([]);
});
