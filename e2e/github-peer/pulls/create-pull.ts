import { actorOf } from "../auth/caller.ts";
import { type Answer, json } from "../door/answer.ts";
import { invalid } from "../door/refusal.ts";
import { countCommits } from "../git/diff.ts";
import { findObject } from "../git/refs.ts";
import { runGit } from "../git/run-git.ts";
import { makeIssue } from "../issues/create-issue.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import type { PullRequest } from "../state/pull-request.ts";
import type { Repository } from "../state/repository.ts";
import { viewFullPull } from "../views/view-pull.ts";
import { keepHead } from "./keep-head.ts";
import { measurePull } from "./measure-pull.ts";
import { tellPull } from "./tell-pull.ts";

interface Wish {
  title?: string;
  head: string;
  base: string;
  body?: string;
  draft?: boolean;
}

const RESOURCE = "PullRequest";

/** Opens a pull request from a branch of the repository: once for each pair of branches, and only where there are commits. */
export async function answerNewPull(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const { title = "", body = null, base, draft = false, ...wish } = call.body as unknown as Wish;
  const { head, from } = readHead(call, wish.head);
  if (title.trim() === "") {
    throw invalid({ resource: RESOURCE, field: "title", code: "missing_field" });
  }
  refuseLongText(RESOURCE, body);
  const baseSha = await needBranch(repository, "base", base);
  const headSha = await needBranch(from, "head", head);
  refuseSecond(repository.issues, { base, head, from });
  await fetchHead(repository, from, headSha);
  if ((await countCommits(repository.folder, { base: baseSha, head: headSha })) === 0) {
    throw invalid({ resource: RESOURCE, code: "custom", message: `No commits between ${base} and ${head}` });
  }
  const size = await measurePull(repository.folder, { base: baseSha, head: headSha });
  const pull: PullRequest = {
    ...{ base, head, headRepositoryId: from.id, baseSha, headSha, isDraft: draft, size, merge: null },
    ...{ requestedReviewers: [], requestedTeams: [], reviews: [], reviewComments: [] },
  };
  const issue = { ...makeIssue(call, title, body), pullRequest: pull };
  repository.issues.push(issue);
  const place = { world, repository, issue, actor: actorOf(world, call.caller), pull };
  await keepHead(place);
  tellPull(place, "opened");
  return json(201, viewFullPull(place));
}

/** `owner:branch` names a branch of the owner's fork, or of the repository itself. */
function readHead({ repository, world }: RepositoryCall, name: string): { head: string; from: Repository } {
  const [owner = "", ...branch] = name.split(":");
  if (branch.length === 0) {
    return { head: name, from: repository };
  }
  const from = [repository, ...world.repositories.filter(({ parent }) => parent === repository)].find(
    (each) => each.owner.login.toLowerCase() === owner.toLowerCase(),
  );
  if (!from) {
    throw invalid({ resource: RESOURCE, field: "head", code: "invalid" });
  }
  return { head: branch.join(":"), from };
}

async function fetchHead(repository: Repository, from: Repository, sha: string): Promise<void> {
  if (from !== repository) {
    await runGit(repository.folder, ["fetch", "--quiet", "--no-tags", from.folder, sha]);
  }
}

async function needBranch({ folder }: Repository, field: string, branch: string): Promise<string> {
  const sha = await findObject(folder, `refs/heads/${branch}`, "commit");
  if (sha === null) {
    throw invalid({ resource: RESOURCE, field, code: "invalid" });
  }
  return sha;
}

function refuseSecond(issues: readonly Issue[], wish: { base: string; head: string; from: Repository }): void {
  const { base, head, from } = wish;
  const isSame = ({ pullRequest: pull, state }: Issue) =>
    pull?.head === head && pull.base === base && pull.headRepositoryId === from.id && state === "open";
  if (issues.some(isSame)) {
    const message = `A pull request already exists for ${from.owner.login}:${head}.`;
    throw invalid({ resource: RESOURCE, code: "custom", message });
  }
}
