import { actorOf } from "../auth/caller.ts";
import { needCommit } from "../contents/commits.ts";
import { type Answer, json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import type { RepositoryCall } from "../route.ts";
import type { CommitStatus } from "../state/check.ts";
import { fullName } from "../state/repository.ts";
import { nodeId, viewAccount } from "../views/view-account.ts";
import { viewRepository } from "../views/view-repository.ts";

export async function answerNewStatus(call: RepositoryCall): Promise<Answer> {
  const { world, repository, caller } = call;
  const wish = call.body as {
    state: CommitStatus["state"];
    context?: string;
    description?: string;
    target_url?: string;
  };
  const status: CommitStatus = {
    ...{ id: world.nextId(), sha: await needCommit(repository, String(call.path.sha)), state: wish.state },
    ...{
      context: wish.context ?? "default",
      description: wish.description ?? null,
      targetUrl: wish.target_url ?? null,
    },
    ...{ creator: actorOf(world, caller), at: world.now() },
  };
  repository.statuses.push(status);
  return json(201, viewStatus(call, status));
}

/** The newest first, of each context all. */
export async function answerStatuses(call: RepositoryCall): Promise<Answer> {
  const { items, headers } = paginate(call, (await find(call)).toReversed());
  const views = items.map((status) => viewStatus(call, status));
  return json(200, views, headers);
}

/** The newest of each context, and what they come to together. */
export async function answerCombined(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const sha = await needCommit(repository, String(call.path.ref));
  const newest = [...new Map((await find(call)).map((status) => [status.context, status])).values()];
  const url = `${world.address}/repos/${fullName(repository)}/commits/${sha}`;
  return json(200, {
    ...{ state: combine(newest), sha, total_count: newest.length, commit_url: url, url: `${url}/status` },
    statuses: newest.map((status) => {
      const { creator: _, ...simple } = viewStatus(call, status);
      return simple;
    }),
    repository: viewRepository(repository, world.address),
  });
}

async function find({ repository, path }: RepositoryCall): Promise<CommitStatus[]> {
  const sha = await needCommit(repository, String(path.ref));
  return repository.statuses.filter((status) => status.sha === sha);
}

/** Nothing said is pending. */
function combine(statuses: readonly CommitStatus[]): string {
  if (statuses.some(({ state }) => state === "failure" || state === "error")) {
    return "failure";
  }
  return statuses.length > 0 && statuses.every(({ state }) => state === "success") ? "success" : "pending";
}

function viewStatus({ world, repository }: RepositoryCall, status: CommitStatus) {
  const { id, sha, state, context, description, targetUrl, creator, at } = status;
  const account = viewAccount(creator, world.address);
  return {
    ...{ id, node_id: nodeId("StatusContext", id), state, context, description, target_url: targetUrl },
    ...{ url: `${world.address}/repos/${fullName(repository)}/statuses/${sha}`, avatar_url: account.avatar_url },
    ...{ created_at: at.toISOString(), updated_at: at.toISOString(), creator: account },
  };
}
