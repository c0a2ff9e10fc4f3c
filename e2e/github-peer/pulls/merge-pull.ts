import { actorOf } from "../auth/caller.ts";
import { signAs } from "../contents/commit-changes.ts";
import { type Answer, json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { readCommit } from "../git/read-commit.ts";
import { runGit } from "../git/run-git.ts";
import { watchRefs } from "../git/watch-refs.ts";
import { writeCommit } from "../git/write-commit.ts";
import { record } from "../issues/change-issue.ts";
import { listClosing } from "../issues/closing-references.ts";
import { changeState } from "../issues/update-issue.ts";
import type { RepositoryCall } from "../route.ts";
import { listRules } from "../rules/rules-of-branch.ts";
import { announcePush } from "../state/world.ts";
import { type PullPlace, readPull } from "./pull-call.ts";

interface Wish {
  commit_title?: string;
  commit_message?: string;
  sha?: string;
  merge_method?: "merge" | "squash" | "rebase";
}

/** Merges, and closes what the pull request says it closes. */
export async function answerMerge(call: RepositoryCall): Promise<Answer> {
  const place = readPull(call);
  const { merge_method: method = "merge", ...wish } = call.body as Wish;
  refuseMerge(place, { method, sha: wish.sha });
  const sha = await makeCommits(place, method, nameCommit(place, wish));
  const { world, repository, issue, pull, actor } = place;
  pull.merge = { sha, by: actor, at: world.now() };
  Object.assign(issue, { state: "closed", closedAt: world.now() });
  repository.signedCommits.add(sha);
  const ref = `refs/heads/${pull.base}`;
  const changes = await watchRefs(repository, () => runGit(repository.folder, ["update-ref", ref, sha, pull.baseSha]));
  record(place, { kind: "merged", commitId: sha });
  record(place, { kind: "closed" });
  for (const closed of listClosing(repository, issue)) {
    changeState({ world, repository, issue: closed, actor }, { state: "closed" });
  }
  await announcePush(world, { repository, changes, actor: actorOf(world, call.caller) });
  return json(200, { sha, merged: true, message: "Pull Request successfully merged" });
}

export function answerIsMerged(call: RepositoryCall): Answer {
  const { pull } = readPull(call);
  return pull.merge ? { status: 204, mediaType: "application/json" } : { status: 404, mediaType: "application/json" };
}

function refuseMerge({ issue, pull, repository }: PullPlace, { method, sha }: { method: string; sha?: string }): void {
  const isLinear = listRules(repository, pull.base).some(({ rule }) => rule.type === "required_linear_history");
  if (issue.state === "closed" || !pull.size.isMergeable) {
    throw new Refusal(405, "Pull Request is not mergeable");
  }
  if (pull.isDraft) {
    throw new Refusal(405, "Pull Request is still a draft");
  }
  if (isLinear && method === "merge") {
    throw new Refusal(405, "This branch must not contain merge commits.");
  }
  if (sha !== undefined && sha !== pull.headSha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
}

function nameCommit(
  { issue, pull, repository }: PullPlace,
  { commit_title: title, commit_message: text }: Wish,
): string {
  const usual = `Merge pull request #${issue.number} from ${repository.owner.login}/${pull.head}`;
  return [title ?? usual, text ?? issue.title].join("\n\n");
}

async function makeCommits(place: PullPlace, method: string, message: string): Promise<string> {
  const { pull, repository, world, actor } = place;
  const { folder } = repository;
  const date = world.now().toISOString();
  const author = { ...signAs(actor), date };
  const committer = { name: "GitHub", email: "noreply@github.com", date };
  if (method !== "rebase") {
    const tree = await mergeTrees(folder, [pull.baseSha, pull.headSha]);
    const parents = method === "merge" ? [pull.baseSha, pull.headSha] : [pull.baseSha];
    return writeCommit(folder, { tree, parents, message, author, committer });
  }
  let tip = pull.baseSha;
  const listed = await runGit(folder, ["rev-list", "--reverse", `${pull.baseSha}..${pull.headSha}`]);
  for (const sha of listed.split("\n")) {
    const tree = await mergeTrees(folder, [`--merge-base=${sha}^`, tip, sha]);
    const commit = await readCommit(folder, sha);
    tip = await writeCommit(folder, { ...commit, tree, parents: [tip], committer });
  }
  return tip;
}

async function mergeTrees(folder: string, args: readonly string[]): Promise<string> {
  const [tree = ""] = (await runGit(folder, ["merge-tree", "--write-tree", ...args])).split("\n");
  return tree;
}
