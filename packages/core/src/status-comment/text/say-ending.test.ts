import { expect, test } from "vitest";
import type { AgentTask } from "../../task/task.ts";
import { describeEnding } from "./say-ending.ts";
import { sayHeadline } from "./say-headline.ts";

const BY_ADA = { name: "ada", isOfForge: true };
const publication = { kind: "pull_request", number: 8, isDraft: false };
const task = (more: object) => ({ status: "cancelled", ending: null, ...more }) as AgentTask;
const proposed = (ending: AgentTask["ending"]) =>
  task({ status: "completed", ending, resultPayload: { publication } as never });

test("a task that ended says who ended it, and by what", () => {
  const say = (ending: AgentTask["ending"]) => sayHeadline(task({ ending }), "failed");
  expect(say(null)).toBe("⏹️ Stopped");
  expect(say({ why: "stopped", by: BY_ADA })).toBe("⏹️ Stopped by @ada");
  expect(say({ why: "stopped", by: { name: "ada`\n@all", isOfForge: false } })).not.toMatch(/\n|^[^`]*@all/);
  expect(say({ why: "closed", by: BY_ADA })).toBe("⏹️ Stopped: closed by @ada");
  expect(say({ why: "merged", by: null })).toBe("⏹️ Stopped: merged");
  expect(say({ why: "gone", by: BY_ADA })).toBe("⏹️ Stopped: it isn't there any more");
});

test("a pull request that isn't open any more is told to be merged or closed", () => {
  expect(sayHeadline(proposed({ why: "merged", by: BY_ADA }), "completed")).toBe("🎉 Pull request #8 merged by @ada");
  expect(sayHeadline(proposed({ why: "closed", by: BY_ADA }), "completed")).toBe("⏹️ Pull request #8 closed by @ada");
  expect(sayHeadline(proposed(null), "completed")).toBe("✅ Pull request #8 opened");
});

test("a turn that goes on for a closed issue says what comes of it", () => {
  expect(describeEnding(task({ ending: { why: "closed", by: BY_ADA } }))).toMatch(/closed by @ada: .* isn't published/);
  expect(describeEnding(task({}))).toBeNull();
});
