import { CatalystError } from "../../../catalyst-error.ts";
import type { ReviewWish } from "../../../forge/forge-port.ts";
import { describeReview } from "../../../forge/review/describe-review.ts";
import { dropRepeated, type SaidReview } from "../../../forge/review/drop-repeated.ts";
import { findingKey } from "../../../forge/review/finding-key.ts";
import { joinSaid, MAX_SAID_REVIEWS } from "../../../forge/review/join-said.ts";
import { type PlacedFindings, placeFindings, type ReviewedFiles } from "../../../forge/review/place-findings.ts";
import { readHunks } from "../../../forge/review/read-hunks.ts";
import type { Review, ReviewFinding } from "../../../result/review.ts";
import { isInScope } from "../../../task/submit/review-scope.ts";
import type { TaskResult } from "../../../task/task.ts";
import type { Step } from "../../step.ts";

/** Suggestions for larger files aren't checked, so that they are shown as code. */
const MAX_FILE_BYTES = 1024 * 1024;

export type WrittenReview = Pick<ReviewWish, "body" | "comments" | "wholeBody">;

/** What a review says, and at which lines of the change, by our own git. `behind`: how many commits there are beyond the reviewed one; null: it was replaced. */
export async function writeReview(
  step: Step,
  { summary, review }: Pick<TaskResult, "summary" | "review">,
  behind: number | null,
): Promise<WrittenReview> {
  const { paths = [] } = step.task.options.review ?? {};
  const wanted = (review?.findings ?? []).filter(({ file }) => file === null || isInScope(file, paths));
  const said = await findSaid(step);
  const findings = review === null ? null : dropRepeated(wanted, said);
  const repeated = wanted.length - (findings?.length ?? 0);
  const { atLines, elsewhere } = await place(step, findings ?? []);
  const mended = listMended(step, { review, said }).length;
  const described = { commit: commitOf(step), behind, paths, summary, findings, repeated, mended };
  return {
    body: describeReview({ ...described, elsewhere }),
    comments: atLines,
    wholeBody: describeReview({ ...described, elsewhere: findings ?? [] }),
  };
}

/** Names of what was said before and is mended, as the agent sees it: none without a commit since, and none that nobody said. */
export function listMended(step: Step, { review, said }: { review: Review | null; said: SaidReview | null }): string[] {
  const isLater = said !== null && said.commit !== commitOf(step);
  const names = new Set(isLater ? said.findings.map(findingKey) : []);
  return (review?.mended ?? []).filter((name) => names.has(name));
}

/** What was said of the same pull request before, and is heeded; null: nothing was, it is none, or all is wanted again. */
export async function findSaid(step: Pick<Step, "task" | "deps">): Promise<SaidReview | null> {
  return step.task.options.review?.isWhole === true ? null : findSaidBefore(step);
}

/** What was said of the same pull request before. */
export async function findSaidBefore({ task, deps }: Pick<Step, "task" | "deps">): Promise<SaidReview | null> {
  const { repoId, sourceNumber: number } = task;
  return number === null
    ? null
    : joinSaid(await deps.executions.listSaidReviews({ repoId, number, max: MAX_SAID_REVIEWS }));
}

/** The commit that is reviewed. */
export function commitOf({ execution }: Step): string {
  return execution.startCommit ?? execution.resolution.reviewed?.commit ?? "";
}

async function place(step: Step, findings: readonly ReviewFinding[]): Promise<PlacedFindings> {
  const { reviewInline: max } = step.execution.resolution.settings.github;
  try {
    return placeFindings(findings, await readFiles(step, findings), max);
  } catch (error) {
    // What git can't compare is said all the same.
    if (error instanceof CatalystError) {
      return { atLines: [], elsewhere: [...findings] };
    }
    throw error;
  }
}

async function readFiles(step: Step, findings: readonly ReviewFinding[]): Promise<ReviewedFiles> {
  const { execution, repo, deps } = step;
  const of = { repo, executionId: execution.id };
  const headCommit = commitOf(step);
  const paths = listPaths(findings);
  if (paths.length === 0) {
    return { hunks: new Map(), texts: new Map() };
  }
  const patches = await deps.repositories.readPatches({ ...of, baseCommit: execution.baseCommit, headCommit, paths });
  const suggesting = listPaths(findings.filter(({ suggestion }) => suggestion !== undefined));
  const texts = await deps.repositories.readFiles({
    ...of,
    commit: headCommit,
    paths: suggesting,
    maxBytes: MAX_FILE_BYTES,
  });
  return { hunks: new Map([...patches].map(([path, patch]) => [path, readHunks(patch)])), texts };
}

function listPaths(findings: readonly ReviewFinding[]): string[] {
  const paths = findings.flatMap(({ file, line }) => (file === null || line === null ? [] : [file]));
  return [...new Set(paths)];
}
