import { actorOf } from "../auth/caller.ts";
import { type Answer, json } from "../door/answer.ts";
import { invalid } from "../door/refusal.ts";
import { countCommits } from "../git/diff.ts";
import { findObject } from "../git/refs.ts";
import { makeIssue } from "../issues/create-issue.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import type { PullRequest } from "../state/pull-request.ts";
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
  const head = readBranch(call, wish.head);
  if (title.trim() === "") {
    throw invalid({ resource: RESOURCE, field: "title", code: "missing_field" });
  }
  refuseLongText(RESOURCE, body);
  const baseSha = await needBranch(call, "base", base);
  const headSha = await needBranch(call, "head", head);
  refuseSecond(repository.issues, { base, head }, repository.owner.login);
  if ((await countCommits(repository.folder, { base: baseSha, head: headSha })) === 0) {
    throw invalid({ resource: RESOURCE, code: "custom", message: `No commits between ${base} and ${head}` });
  }
  const size = await measurePull(repository.folder, { base: baseSha, head: headSha });
  const pull: PullRequest = {
    ...{ base, head, headRepositoryId: repository.id, baseSha, headSha, isDraft: draft, size, merge: null },
    ...{ requestedReviewers: [], requestedTeams: [], reviews: [], reviewComments: [] },
  };
  const issue = { ...makeIssue(call, title, body), pullRequest: pull };
  repository.issues.push(issue);
  const place = { world, repository, issue, actor: actorOf(world, call.caller), pull };
  await keepHead(place);
  tellPull(place, "opened");
  return json(201, viewFullPull(place));
}

/** `owner:branch` names the owner's fork, of which there is only the repository itself. */
function readBranch({ repository }: RepositoryCall, name: string): string {
  const [owner = "", ...branch] = name.split(":");
  if (branch.length === 0) {
    return name;
  }
  if (owner.toLowerCase() !== repository.owner.login.toLowerCase()) {
    throw invalid({ resource: RESOURCE, field: "head", code: "invalid" });
  }
  return branch.join(":");
}

async function needBranch({ repository }: RepositoryCall, field: string, branch: string): Promise<string> {
  const sha = await findObject(repository.folder, `refs/heads/${branch}`, "commit");
  if (sha === null) {
    throw invalid({ resource: RESOURCE, field, code: "invalid" });
  }
  return sha;
}

function refuseSecond(issues: readonly Issue[], { base, head }: { base: string; head: string }, owner: string): void {
  const isThere = issues.some(
    ({ pullRequest: pull, state }) => pull?.head === head && pull.base === base && state === "open",
  );
  if (isThere) {
    const message = `A pull request already exists for ${owner}:${head}.`;
    throw invalid({ resource: RESOURCE, code: "custom", message });
  }
}
