import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { readRefs } from "../git/refs.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";

const PREFIX = "refs/heads/";

export async function answerBranches(call: RepositoryCall) {
  const refs = await readRefs(call.repository.folder, PREFIX);
  const { items, headers } = paginate(call, [...refs]);
  const url = `${call.world.address}/repos/${fullName(call.repository)}/commits`;
  const branches = items.map(([ref, sha]) => ({
    name: ref.slice(PREFIX.length),
    commit: { sha, url: `${url}/${sha}` },
    protected: false,
  }));
  return json(200, branches, headers);
}
