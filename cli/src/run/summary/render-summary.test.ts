import { randomUUID } from "node:crypto";
import { type Repository, Task, TaskResult } from "@catalyst/api";
import {
  type BranchProblem,
  FailureReason,
  NO_USAGE,
  type TaskResult as StoredResult,
  wayOfFailure,
} from "@catalyst/core";
import { createColors } from "picocolors";
import { describe, expect, test } from "vitest";
import { paintStatus } from "../../output/paint-status.ts";
import { reasonWords } from "../../output/words/reason-words.ts";
import { renderSummary } from "./render-summary.ts";

const plain = createColors(false);

const RESULT = TaskResult.parse({
  summary: "Done.",
  review: null,
  publication: { kind: "branch", branch: "catalyst/1a2b3c4d-fix", isDraft: false },
  headCommit: "a".repeat(40),
  commits: [{ sha: "a".repeat(40), subject: "Fix it\u001b[2J" }],
  diffStat: { files: 1, insertions: 2, deletions: 3 },
  findings: [],
  verification: null,
  ref: null,
  beside: null,
  leftOut: [],
  acceptances: [],
  hold: null,
  commentsPosted: [],
  removedAt: null,
  remade: [],
});

const NOTHING = { kind: "nothing" } as const;

function keptAt(place: string, change: { branch?: string; problem?: BranchProblem } = {}) {
  return { kind: "kept", keptAt: place, branch: null, problem: null, ...change } as const;
}

function task(changes: Partial<Task>): Task {
  return Task.parse({
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
    options: {
      requirePlanApproval: false,
      trustedBase: null,
      budget: { usd: null, tokens: null },
      race: null,
    },
    plan: null,
    status: "completed",
    assignedBy: randomUUID(),
    title: "Fix it",
    result: RESULT,
    failureReason: null,
    errorMessage: null,
    ending: null,
    cancelRequestedAt: null,
    archivedAt: null,
    createdAt: new Date().toISOString(),
    startedAt: null,
    completedAt: null,
    ...changes,
  });
}

function render(
  changes: Partial<Task>,
  vcs: Repository["vcs"] | "missing" = "local",
  keptUntil: string | null = null,
): string {
  const isMissing = vcs === "missing";
  const repository = { vcs: isMissing ? "local" : vcs, url: "/r" } as const;
  const place = { git: "git", hasCheckout: true, isMissing, keptFolder: "/home" };
  const { failureReason = null, result = null } = changes;
  const way =
    failureReason === null ? null : wayOfFailure(failureReason, { number: 7, result: result as StoredResult | null });
  const input = {
    task: task({ way, ...changes }),
    repository,
    place,
    usage: NO_USAGE,
    elapsedMilliseconds: 42_000,
    keptUntil,
  };
  return renderSummary(input, plain).join("\n");
}

describe("renderSummary", () => {
  test("a draft is said at once", () => {
    const text = render({ result: { ...RESULT, publication: { kind: "branch", branch: "x", isDraft: true } } });
    expect(text).toContain("! Task #7 is completed, but its verification fails: its branch is a draft (0:42)");
  });

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

  test("nothing is to be called in a folder that isn't there any more", () => {
    const text = render({}, "missing");
    expect(text).toContain("catalyst tasks show 7");
    expect(text).not.toContain("git ");
  });

  test("a result for a repository elsewhere is fetched from where it is kept", () => {
    const publication = keptAt("a b/results/x.git", { branch: "catalyst/1a2b3c4d-fix" });
    expect(render({ result: { ...RESULT, publication } }, "https")).toContain(
      "git fetch '/home/a b/results/x.git' catalyst/1a2b3c4d-fix:catalyst/1a2b3c4d-fix",
    );
  });

  test("a task without commits says so", () => {
    expect(render({ result: { ...RESULT, publication: NOTHING, headCommit: null, commits: [] } })).toContain(
      "The agent left no commits",
    );
  });

  test("each failure says what it is and what to do", () => {
    for (const failureReason of FailureReason.options) {
      const text = render({ status: "failed", failureReason, errorMessage: "It broke.", result: null });
      expect(text).toContain(`failed: ${reasonWords(failureReason)}`);
      expect(text).toMatch(/Next: .*catalyst /);
    }
  });

  test("a cancelled task can be tried again, and results of a race are looked at where they stand", () => {
    expect(render({ status: "cancelled", result: null })).toContain("catalyst tasks retry 7");
    const waiting = task({ status: "awaiting_approval", result: null, way: null });
    const rest = {
      usage: NO_USAGE,
      elapsedMilliseconds: 0,
      keptUntil: null,
      repository: { vcs: "local", url: "/r" } as const,
    };
    const place = { git: "git -C /r", hasCheckout: true, isMissing: false, keptFolder: "/home" };
    const results = [1, 2].map((run) => ({ ...RESULT, ref: `refs/catalyst/7-1a2b/${run}` }));
    const text = renderSummary({ task: waiting, place, results, ...rest }, plain).join("\n");
    expect(text).toContain("git -C /r diff main...refs/catalyst/7-1a2b/2\n    catalyst tasks publish 7 --run <number>");
    expect(renderSummary({ task: waiting, place, ...rest }, plain).join("\n")).toContain("catalyst tasks show 7");
    expect(paintStatus(waiting, plain)).toBe("awaiting your pick");
    const planned = { markdown: "# Plan", executionId: randomUUID(), approvedAt: null, isEdited: false };
    expect(paintStatus({ ...waiting, plan: planned }, plain)).toBe("awaiting approval");
  });

  const kept = { ...RESULT, publication: keptAt("results/1.git") };

  test("a paused task says once what to do, and so does a failed one", () => {
    const next = { kind: "resume_task", task: 7 } as const;
    const way = { kind: "raise_budget", scope: "task", unit: "usd", next } as const;
    const text = render({ status: "paused_budget", errorMessage: "Its budget is spent.", way });
    expect(text.match(/catalyst tasks resume 7/g)).toHaveLength(1);
    const failed = { status: "failed", failureReason: "agent_failed", errorMessage: "It broke." } as const;
    expect(render({ ...failed, result: null }).match(/catalyst tasks logs 7/g)).toHaveLength(1);
  });

  test("a stopped result shows its findings, and the command that publishes it all the same", () => {
    const finding = { rule: "secret", path: "a.js", detail: "an API key" };
    const text = render({
      status: "failed",
      failureReason: "policy_violation",
      errorMessage: "Publishing was stopped:\n- secret: a.js: an API key",
      result: { ...kept, findings: [finding, { ...finding, rule: "protected_path" }] },
    });
    expect(text).toContain("- secret: a.js: an API key");
    expect(text).toContain("git fetch /home/results/1.git catalyst/1a2b3c4d-fix\n    git diff main...FETCH_HEAD");
    expect(text).toContain("catalyst tasks publish 7 --accept secret,protected_path");
  });

  test("a history that shares no commit with its base is looked at by the difference of the two", () => {
    const findings = [{ rule: "unrelated_history", path: null, detail: "it has another root" }];
    const ref = "refs/catalyst/7-1a2b/1";
    const held = { status: "failed", failureReason: "policy_violation", errorMessage: "Stopped." } as const;
    expect(render({ ...held, result: { ...kept, ref, findings } })).toContain(`git diff main..${ref}\n`);
    expect(render({ ...held, result: { ...kept, findings } })).toContain("git diff main..FETCH_HEAD\n");
    expect(render({ result: { ...RESULT, findings } })).toContain("git diff main..catalyst/1a2b3c4d-fix\n");
  });

  test("a cancelled task's commits are said to be kept, and where they stand", () => {
    expect(render({ status: "cancelled", result: kept })).toContain("git fetch /home/results/1.git");
    const ref = "refs/catalyst/7-1a2b/1";
    const text = render({ status: "cancelled", result: { ...kept, ref } });
    expect(text).toContain(`git diff main...${ref}\n    git merge ${ref}`);
    expect(text).not.toContain("git fetch");
  });

  test("what was pushed and can't be taken in is named", () => {
    const result = { ...kept, headCommit: null, commits: [], publication: keptAt("quarantine/1.git") };
    expect(render({ status: "cancelled", result })).toContain("unchecked: /home/quarantine/1.git");
  });

  test.each([
    [{ kind: "checked_out", path: "/r s", isForward: true }, "git -C '/r s' merge --ff-only refs/catalyst/7-1a2b/2"],
    [
      { kind: "checked_out", path: "/r", isForward: false },
      "Switch to another branch there, then: catalyst tasks publish 7",
    ],
    [{ kind: "name_conflict", ref: "refs/heads/catalyst" }, "catalyst tasks publish 7 --branch <name>"],
    [{ kind: "elsewhere", commit: null }, "catalyst tasks publish 7 --branch <name>"],
    [{ kind: "drops_commits", commits: [] }, "catalyst tasks publish 7 --branch <name>"],
    [{ kind: "locked", path: "/r/x.lock" }, "remove that file, then: catalyst tasks publish 7"],
  ] as [BranchProblem, string][])(
    "a branch that could not be made has one command that brings the work in: %j",
    (problem, command) => {
      const result = { ...kept, ref: "refs/catalyst/7-1a2b/2", publication: keptAt("results/1.git", { problem }) };
      const text = render({ status: "failed", failureReason: "branch_conflict", errorMessage: "No.", result });
      expect(text).toContain("failed: the branch could not be made");
      expect(text).toContain(command);
      expect(text).not.toContain("retry");
    },
  );

  test("a task whose work could not all be taken isn't said to be done as others are", () => {
    const leftOut = ["huge.bin (over 100 MiB)\u001b[2J"];
    const part = render({ result: { ...RESULT, leftOut } });
    expect(part).toContain("! Task #7 is completed, but not all of its work could be taken");
    expect(part).toContain("Left out huge.bin (over 100 MiB)\n");
    const nothing = { ...RESULT, publication: NOTHING, headCommit: null, commits: [], leftOut };
    expect(render({ result: nothing })).toContain("! Task #7 is completed, but nothing could be taken");
  });

  test("what lies beside the branch is named with the command that gets it, whatever came of the task", () => {
    const beside = {
      keptAt: "results/k.git",
      commits: [{ ref: "refs/beside/1", name: "side", commit: "b".repeat(40) }],
    };
    for (const result of [
      { ...RESULT, beside },
      { ...RESULT, beside, publication: NOTHING, headCommit: null },
    ]) {
      for (const status of ["completed", "failed", "cancelled"] as const) {
        expect(render({ status, result })).toContain("side: git fetch /home/results/k.git refs/beside/1");
      }
    }
  });

  test("what a person accepted stays with the result", () => {
    const acceptances = [{ rules: ["secret"], by: "local", at: new Date(0).toISOString() }];
    expect(render({ result: { ...RESULT, acceptances } })).toContain("Accepted secret (local, 1970-");
  });

  test("until when a result is kept is said, and once it is gone since when", () => {
    const kept = { ...RESULT, publication: keptAt("results/1.git") };
    const failed = { status: "failed", failureReason: "policy_violation", errorMessage: "It was stopped." } as const;
    const until = "2027-02-03T12:00:00Z";
    expect(render({ ...failed, result: kept }, "local", until)).toContain("Kept until 2027-02-03.");
    const removed = { ...kept, publication: NOTHING, removedAt: until };
    const text = render({ ...failed, result: removed, way: { kind: "retry_task", task: 7 } });
    expect(text).toContain("had its time and was removed on 2027-02-03.");
    expect(text).toContain("Next: Try again: catalyst tasks retry 7");
  });

  test("a pull request is said with its address", () => {
    const url = "https://forge.example/acme/shop/pull/7";
    const publication = { kind: "pull_request", branch: "x", isDraft: false, number: 7, url } as const;
    expect(render({ result: { ...RESULT, publication } })).toContain(`See      ${url}`);
  });

  test("a review shows its findings, cleaned, and what could not be taken", () => {
    const finding = {
      file: "a\u001b[2J.js",
      line: 3,
      severity: "high",
      text: "It subtracts.\u001b]52;c;x\u0007",
    } as const;
    const review = { findings: [finding], leftOut: 2 };
    const reviewed = { ...RESULT, review, publication: NOTHING, headCommit: null, commits: [] };
    const text = render({ taskType: "pr_review", result: reviewed });
    expect(text).toMatch(/high a.*\.js:3\n.*It subtracts\./);
    expect(text).toContain("2 more could not be taken.");
    expect(text).not.toContain("\u001b");
    const wordy = render({ taskType: "pr_review", result: { ...reviewed, review: null } });
    expect(wordy).toContain("no findings in the form that was asked for");
    expect(wordy).toContain("│ Done.");
  });
});
