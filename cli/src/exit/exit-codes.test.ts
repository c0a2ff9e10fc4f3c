import { readFileSync } from "node:fs";
import type { TaskResult } from "@catalyst/api";
import { FailureReason } from "@catalyst/core";
import { expect, test } from "vitest";
import { exitCodeForTask } from "./exit-code-of-task.ts";
import { EXIT_CODES, exitCodeForError } from "./exit-codes.ts";

test("a task's end decides the exit code", () => {
  expect(exitCodeForTask({ status: "completed", failureReason: null })).toBe(0);
  expect(exitCodeForTask({ status: "cancelled", failureReason: null })).toBe(130);
  expect(exitCodeForTask({ status: "paused_budget", failureReason: null })).toBe(6);
  expect(exitCodeForTask({ status: "failed", failureReason: "agent_failed" })).toBe(1);
  expect(exitCodeForTask({ status: "failed", failureReason: "credential_rejected" })).toBe(4);
  expect(exitCodeForTask({ status: "failed", failureReason: "policy_violation" })).toBe(5);
  expect(exitCodeForTask({ status: "failed", failureReason: "isolation_unavailable" })).toBe(3);
});

test("a task whose work could not all be taken, or is a draft, doesn't end as one that is done", () => {
  const made = {
    summary: null,
    review: null,
    headCommit: null,
    commits: [],
    findings: [],
    acceptances: [],
    remade: [],
    hold: null,
    commentsPosted: [],
    verification: null,
  };
  const rest = { diffStat: { files: 0, insertions: 0, deletions: 0 }, ref: null, beside: null, removedAt: null };
  const nothing = { kind: "nothing" } as const;
  const result: TaskResult = { ...made, ...rest, publication: nothing, leftOut: ["huge.bin (over 100 MiB)"] };
  expect(exitCodeForTask({ status: "completed", failureReason: null, result })).toBe(1);
  const onBranch = { kind: "branch", branch: "x", isDraft: true } as const;
  const draft: TaskResult = { ...made, ...rest, publication: onBranch, leftOut: [] };
  expect(exitCodeForTask({ status: "completed", failureReason: null, result: draft })).toBe(1);
});

test("no failure ends with success", () => {
  for (const failureReason of FailureReason.options) {
    expect(exitCodeForTask({ status: "failed", failureReason })).toBeGreaterThan(0);
  }
});

test("errors that concern the same thing as a failure have its exit code", () => {
  expect(exitCodeForError("credential_missing")).toBe(
    exitCodeForTask({ status: "failed", failureReason: "credential_missing" }),
  );
  expect(exitCodeForError("isolation_unavailable")).toBe(
    exitCodeForTask({ status: "failed", failureReason: "isolation_unavailable" }),
  );
});

test("a repository that can't be used is wrong input, whether that is found at once or by the worker", () => {
  const found = exitCodeForTask({ status: "refused", failureReason: "repository_unavailable" });
  expect([exitCodeForError("unsupported"), exitCodeForError("invalid_input"), found]).toEqual([2, 2, 2]);
});

test("the guide lists every exit code", () => {
  const guide = readFileSync(new URL("../../../docs/guide/exit-codes.md", import.meta.url), "utf8");
  const listed = [...guide.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
  expect(listed.toSorted((a, b) => a - b)).toEqual(Object.values(EXIT_CODES).toSorted((a, b) => a - b));
});
