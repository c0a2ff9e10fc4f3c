import { expect, test } from "vitest";
import { readCommand } from "../command/read-command.ts";
import type { TriggerFacts } from "../decide/facts.ts";
import type { RefusedReason } from "../decide/reason.ts";
import { DEFAULT_TRIGGER_POLICY } from "../decide/trigger-policy.ts";
import type { Decided } from "./decided.ts";
import { sayHelp } from "./say-help.ts";
import { sayRefusal } from "./say-refusal.ts";

const FACTS = {
  ...{ policy: DEFAULT_TRIGGER_POLICY, permission: "write", isAsker: false, isPrivate: false, task: null },
  ...{ subject: { kind: "issue" }, heard: readCommand("/catalyst <b>@all</b>", { mentions: [] }) },
} as TriggerFacts;

test.each<[RefusedReason, RegExp]>([
  ["archived", /is archived/],
  ["closed", /Reopen it/],
  ["locked", /Unlock it/],
  ["fork", /`\/catalyst review`/],
  ["unknown_command", /^This is no command\. There are `run`/],
  ["not_here", /- `\/catalyst plan/],
  ["edited_in", /write a new comment/],
  ["too_many_by_author", /asked for 10 things/],
  ["too_many_in_repository", /30 tasks within a day/],
  ["too_many_turns", /`\/catalyst fix`/],
  ["too_many_by_bots", /a person says something/],
  ["not_possible", /Try again: `\/catalyst retry`/],
])("what is refused as %s says what to do instead", (reason, words) => {
  expect(sayRefusal(reason, { facts: FACTS, way: { kind: "retry_task", task: 7 } } as Decided)).toMatch(words);
});

test("help has what whoever asks may say there, and nothing else", () => {
  expect(sayHelp(FACTS)).toContain("`/catalyst stop`");
  expect(sayHelp(FACTS)).not.toContain("/catalyst update");
  const reader = { ...FACTS, permission: "read", isPrivate: true } as const;
  expect(sayHelp(reader)).toBe("Here you can say:\n\n- `/catalyst status`: says how far it is");
});
