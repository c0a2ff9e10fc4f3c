import type { Hooks } from "../agent/agent-config.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { FailureReason, ResolvedTask, TaskEnd, TaskResult, Verification } from "../task/task.ts";
import { wayOfFailure } from "../task/way-of-failure.ts";
import type { Repo } from "../vcs/repo.ts";
import { describeBranchProblem } from "./branch-problem.ts";
import { describeFindings } from "./describe-findings.ts";
import { describeVerification } from "./describe-verification.ts";
import { failureReasonOfBranch } from "./failure-of-branch.ts";
import { describeHold } from "./hold/describe-hold.ts";
import type { Hold } from "./hold/hold.ts";
import type { Publication } from "./publication.ts";
import type { ImportedResult, PublishBranchInput, RepositoryPort } from "./repository-port.ts";
import type { RemadeCommit } from "./signing/commit-signer.ts";

export interface PublishResultInput
  extends Pick<
      PublishBranchInput,
      "executionId" | "baseCommit" | "previousCommit" | "ownCommits" | "signer" | "isLinear"
    >,
    Pick<TaskResult, "ref" | "acceptances" | "summary" | "verification" | "beside" | "leftOut"> {
  task: ResolvedTask;
  repo: Repo;
  imported: ImportedResult;
  onVerifyFailure: Hooks["onVerifyFailure"];
  /** Why it waits for a person's word; null: it doesn't. */
  hold: Hold | null;
}

/**
 * Publishes a checked result as its branch, or says why not. A finding of the policy that nobody accepted stops it and keeps
 * the result; a result that fails its verification becomes a draft, or is held, as the project wants. One that is to be held
 * otherwise waits for a person. A result without commits is a success without a branch. Repeatable.
 */
export async function publishResult(
  input: PublishResultInput,
  { repositories }: { repositories: Pick<RepositoryPort, "publishBranch"> },
): Promise<TaskEnd> {
  const { task, imported, verification } = input;
  const result = keepResult(input);
  const accepted = input.acceptances.flatMap(({ rules }) => rules);
  const open = imported.findings.filter(({ rule }) => !accepted.includes(rule));
  if (open.length > 0) {
    return failed(input, {
      failureReason: "policy_violation",
      errorMessage: describeFindings(task.branch, open),
      result,
    });
  }
  const hasFailed = verification !== null && !verification.isPassed;
  if (hasFailed && input.onVerifyFailure === "hold") {
    return failed(input, { failureReason: "verify_failed", errorMessage: describeHeld(verification, result), result });
  }
  if (imported.headCommit === null) {
    return completed(result);
  }
  if (input.hold !== null) {
    return waitForWord(task, input.hold, result);
  }
  try {
    const { headCommit } = imported;
    const { branch } = task;
    // Of what was verified it is said: nobody has verified it with others' work.
    const mayMerge = verification === null;
    const made = await repositories.publishBranch({ ...input, branch, headCommit, mayMerge });
    if (made.kind === "problem") {
      const { problem } = made;
      const why = `Making the branch ${task.branch} in ${input.repo.url} failed: ${describeBranchProblem(problem)}.`;
      return failed(input, {
        failureReason: failureReasonOfBranch(problem),
        errorMessage: why,
        result: { ...result, publication: kept(imported, { problem }) },
      });
    }
    if (made.kind === "not_here") {
      return completed({ ...result, publication: kept(imported, { branch }) });
    }
    return completed({
      ...asPublished(result, made.remade ?? []),
      publication: { kind: "branch", branch, isDraft: hasFailed },
    });
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    const reason = error.code === "storage_full" ? "storage_full" : "repository_unavailable";
    return failed(input, { failureReason: reason, errorMessage: error.message, result });
  }
}

/** The result as it is while nothing is published of it. */
export function keepResult(
  input: Pick<
    PublishResultInput,
    "imported" | "ref" | "acceptances" | "summary" | "verification" | "beside" | "leftOut" | "hold"
  >,
): TaskResult {
  const { imported, ref, acceptances, summary, verification, beside, leftOut, hold } = input;
  const { headCommit, commits, diffStat, findings } = imported;
  const facts = { headCommit, commits, diffStat, findings, summary, review: null, verification, beside, leftOut };
  const publication = headCommit === null ? ({ kind: "nothing" } as const) : kept(imported, {});
  return { ...facts, publication, remade: [], removedAt: null, ref, acceptances, hold, commentsPosted: [] };
}

/** What follows goes on from what is on the branch: its commits are the result's from then on. */
function asPublished(result: TaskResult, remade: RemadeCommit[]): TaskResult {
  const published = new Map(remade.map((one) => [one.checked, one.published]));
  const nameOf = (checked: string) => published.get(checked) ?? checked;
  const renamed = result.commits.map((commit) => ({ ...commit, sha: nameOf(commit.sha) }));
  // The newest of those that became one has its words.
  const commits = renamed.filter(({ sha }, index) => renamed.findLastIndex((one) => one.sha === sha) === index);
  return { ...result, headCommit: result.headCommit === null ? null : nameOf(result.headCommit), commits, remade };
}

type Kept = Extract<Publication, { kind: "kept" }>;

function kept({ keptAt }: ImportedResult, { branch = null, problem = null }: Partial<Kept>): Kept {
  return { kind: "kept", keptAt, branch, problem };
}

function completed(result: TaskResult): TaskEnd {
  return { state: "completed", failureReason: null, errorMessage: null, result };
}

function waitForWord({ number, branch }: ResolvedTask, hold: Hold, result: TaskResult): TaskEnd {
  const errorMessage = `The branch ${branch} was not made. ${describeHold(hold)}`;
  const way = { kind: "publish_task", task: number } as const;
  return { state: "awaiting_approval", failureReason: null, errorMessage, way, result };
}

interface Failed {
  failureReason: FailureReason;
  errorMessage: string;
  result: TaskResult;
}

function failed({ task }: PublishResultInput, failure: Failed): TaskEnd {
  const way = wayOfFailure(failure.failureReason, { number: task.number, result: failure.result });
  return { state: "failed", ...failure, way };
}

function describeHeld(verification: Verification, { headCommit }: TaskResult): string {
  const why = "The project holds results that fail it (hooks.onVerifyFailure): the branch was not made.";
  const nothing = headCommit === null ? ["The agent left no commits."] : [];
  return [describeVerification(verification), why, ...nothing].join("\n");
}
