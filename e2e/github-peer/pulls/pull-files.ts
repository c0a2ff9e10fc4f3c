import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { type FileChange, listChanges } from "../git/diff.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { readPull } from "./pull-call.ts";

const STATUS: Readonly<Record<string, string>> = { A: "added", D: "removed", R: "renamed", C: "copied" };

/** What the pull request changes, file by file, as git says it. */
export async function answerFiles(call: RepositoryCall) {
  const { pull, repository, world } = readPull(call);
  const changes = await listChanges(repository.folder, { base: pull.baseSha, head: pull.headSha });
  const { items, headers } = paginate(call, changes);
  const files = items.map((change) => viewFile(change, `${world.address}/${fullName(repository)}`, pull.headSha));
  return json(200, files, headers);
}

export function viewFile(
  { status, path, oldPath, sha, additions, deletions, patch }: FileChange,
  html: string,
  head: string,
) {
  const name = encodeURIComponent(path);
  return {
    ...{ sha, filename: path, status: STATUS[status] ?? "modified", additions, deletions },
    changes: additions + deletions,
    blob_url: `${html}/blob/${head}/${name}`,
    raw_url: `${html}/raw/${head}/${name}`,
    contents_url: `${html.replace(/(\/[^/]+\/[^/]+)$/, "/repos$1")}/contents/${name}?ref=${head}`,
    ...(patch === null ? {} : { patch }),
    ...(oldPath === null ? {} : { previous_filename: oldPath }),
  };
}
