import { json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import { listChanges, writeDiff } from "../git/diff.ts";
import { askGit } from "../git/run-git.ts";
import { viewFile } from "../pulls/pull-files.ts";
import { refuseLongDiff } from "../pulls/show-pull.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { viewCommit } from "../views/view-commit.ts";
import { list, needCommit } from "./commits.ts";

/** What the head has that the base hasn't: three dots are the only form. */
export async function answerComparison(call: RepositoryCall) {
  const { world, repository, path } = call;
  const { folder } = repository;
  const [base, head] = await Promise.all(readRange(call).map((name) => needCommit(repository, name)));
  const mergeBase = base && head ? await askGit(folder, ["merge-base", base, head]) : null;
  if (!base || !head || !mergeBase) {
    throw notFound();
  }
  const form = /^application\/vnd\.github\.(?:v3\.)?(diff|patch)/.exec(call.accept)?.[1];
  if (form === "diff" || form === "patch") {
    const body = await writeDiff(folder, { base, head }, form);
    refuseLongDiff(body);
    return { status: 200, mediaType: `application/vnd.github.${form}`, body };
  }
  const ahead = await list(repository, ["--reverse", `${base}..${head}`]);
  const behind = await list(repository, [`${head}..${base}`]);
  const html = `${world.address}/${fullName(repository)}`;
  const page = `${html}/compare/${path.basehead}`;
  const changes = await listChanges(folder, { base, head });
  return json(200, {
    ...{ url: `${world.address}/repos/${fullName(repository)}/compare/${path.basehead}`, html_url: page },
    ...{ permalink_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` },
    base_commit: await viewCommit(world, repository, base),
    merge_base_commit: await viewCommit(world, repository, mergeBase),
    ...{ status: nameStatus(ahead.length, behind.length), ahead_by: ahead.length, behind_by: behind.length },
    total_commits: ahead.length,
    commits: await Promise.all(ahead.map((sha) => viewCommit(world, repository, sha))),
    files: changes.map((change) => viewFile(change, html, head)),
  });
}

/** `owner:` before a branch names the repository itself. */
function readRange({ path, repository }: RepositoryCall): string[] {
  const prefix = `${repository.owner.login}:`.toLowerCase();
  const names = String(path.basehead).split("...");
  return names.map((name) => (name.toLowerCase().startsWith(prefix) ? name.slice(prefix.length) : name));
}

function nameStatus(ahead: number, behind: number): string {
  if (ahead > 0) {
    return behind > 0 ? "diverged" : "ahead";
  }
  return behind > 0 ? "behind" : "identical";
}
