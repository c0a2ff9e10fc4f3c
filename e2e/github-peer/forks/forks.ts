import { dirname, join } from "node:path";
import { type Answer, json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notByIntegration, Refusal } from "../door/refusal.ts";
import { prepareRepository } from "../git/create-bare-repository.ts";
import { runGit } from "../git/run-git.ts";
import type { RepositoryCall } from "../route.ts";
import type { Repository } from "../state/repository.ts";
import { findAccount, findRepository } from "../state/world.ts";
import { viewFullRepository, viewRepository } from "../views/view-repository.ts";

/** A copy at the person's own account or an organisation's: the one that is there, if there is one. */
export async function answerNewFork(call: RepositoryCall): Promise<Answer> {
  const { world, repository, caller } = call;
  const { organization, name = repository.name } = call.body as { organization?: string; name?: string };
  if (caller.kind !== "person") {
    throw notByIntegration();
  }
  const owner = organization === undefined ? caller.account : findAccount(world, organization);
  if (!owner || owner.id === repository.owner.id) {
    throw new Refusal(403, "A fork can't be where the repository itself is.");
  }
  const known = findRepository(world, owner.login, name);
  const fork = known ?? (await makeFork(call, { owner, name }));
  return json(202, viewFullRepository(fork, world.address));
}

async function makeFork(call: RepositoryCall, place: Pick<Repository, "owner" | "name">): Promise<Repository> {
  const { world, repository } = call;
  const id = world.nextId();
  const folder = join(dirname(repository.folder), `${id}.git`);
  await runGit(repository.folder, ["clone", "--quiet", "--bare", "--no-tags", repository.folder, folder]);
  await prepareRepository(folder);
  const fork: Repository = {
    ...{ ...repository, ...place, id, folder, parent: repository, isArchived: false, roles: new Map(), teams: [] },
    ...{
      issues: [],
      labels: [],
      goneIssues: new Map(),
      rulesets: [],
      checkRuns: [],
      statuses: [],
      activities: [],
      createdAt: world.now(),
    },
    signedCommits: new Set(repository.signedCommits),
  };
  world.repositories.push(fork);
  return fork;
}

export function answerForks(call: RepositoryCall): Answer {
  const forks = call.world.repositories.filter(({ parent }) => parent === call.repository);
  const { items, headers } = paginate(call, forks);
  const views = items.map((fork) => viewRepository(fork, call.world.address));
  return json(200, views, headers);
}
