import { randomUUID } from "node:crypto";
import { AgentTask, FailureReason, type TaskResult } from "@catalyst/core";
import { createColors } from "picocolors";
import { describe, expect, test } from "vitest";
import { NO_USAGE } from "../output/count-usage.ts";
import { renderSummary } from "./render-summary.ts";

const plain = createColors(false);

const result: TaskResult = {
  summary: "Done.",
  branch: "catalyst/1a2b3c4d-fix",
  headCommit: "a".repeat(40),
  commits: [{ sha: "a".repeat(40), subject: "Fix it\u001b[2J" }],
  diffStat: { files: 1, insertions: 2, deletions: 3 },
  findings: [],
  keptAt: null,
  verification: null,
  isDraft: false,
};

function task(changes: Partial<AgentTask>): AgentTask {
  return AgentTask.parse({
    id: randomUUID(),
    number: 7,
    taskType: "prompt",
    sourceType: "prompt",
    sourceUrl: null,
    sourceNumber: null,
    repoId: randomUUID(),
    branch: "catalyst/1a2b3c4d-fix",
    baseBranch: "main",
    agentType: "claude-code",
    model: null,
    timeoutSeconds: 60,
    status: "completed",
    environmentId: null,
    assignedBy: randomUUID(),
    contextPayload: { title: "Fix it", body: "" },
    resultPayload: result,
    failureReason: null,
    errorMessage: null,
    cancelRequestedAt: null,
    createdAt: new Date(),
    startedAt: null,
    completedAt: null,
    ...changes,
  });
}

function render(changes: Partial<AgentTask>, vcs: "local" | "github" = "local"): string {
  return renderSummary(
    { task: task(changes), repository: { vcs, url: "/r" }, usage: NO_USAGE, elapsedMilliseconds: 42_000 },
    plain,
  ).join("\n");
}

describe("renderSummary", () => {
  test("a completed task ends with its branch, commits, changes and what to do next", () => {
    const text = render({});
    expect(text).toContain("Task #7 is completed (0:42)");
    expect(text).toContain("catalyst/1a2b3c4d-fix");
    expect(text).toContain("aaaaaaaaaa Fix it\n");
    expect(text).toContain("1 file, +2 -3");
    expect(text).toContain("git diff main...catalyst/1a2b3c4d-fix");
    expect(text).toContain("git merge catalyst/1a2b3c4d-fix");
    expect(text).toContain("catalyst tasks show 7");
    expect(text).not.toContain("\u001b");
  });

  test("a result for a repository elsewhere is fetched from where it is kept", () => {
    expect(render({ resultPayload: { ...result, keptAt: "/home/a b/results/x.git" } }, "github")).toContain(
      "git fetch '/home/a b/results/x.git' catalyst/1a2b3c4d-fix:catalyst/1a2b3c4d-fix",
    );
  });

  test("a task without commits says so", () => {
    expect(render({ resultPayload: { ...result, branch: null, headCommit: null, commits: [] } })).toContain(
      "The agent left no commits",
    );
  });

  test("each failure says what to do", () => {
    for (const failureReason of FailureReason.options) {
      const text = render({ status: "failed", failureReason, errorMessage: "It broke.", resultPayload: null });
      expect(text).toContain(`failed: ${failureReason.replaceAll("_", " ")}`);
      expect(text).toMatch(/Next: .*catalyst /);
    }
  });

  test("a stopped result shows its findings and how to fetch it once", () => {
    const errorMessage =
      "Publishing was stopped:\n- secret: a.js: an API key\nThe result is kept. To look at it: git fetch /kept b:b";
    const text = render({
      status: "failed",
      failureReason: "policy_violation",
      errorMessage,
      resultPayload: { ...result, branch: null, keptAt: "/kept" },
    });
    expect(text).toContain("- secret: a.js: an API key");
    expect(text.match(/git fetch/g)).toHaveLength(1);
  });

  test("a cancelled task's commits are said to be kept", () => {
    expect(render({ status: "cancelled", resultPayload: { ...result, branch: null, keptAt: "/kept" } })).toContain(
      "git fetch /kept",
    );
  });
});
