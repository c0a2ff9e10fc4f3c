import type { Installation } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import { fullName } from "../state/repository.ts";
import { hasRepository, type World } from "../state/world.ts";
import { nodeId, viewAccount } from "../views/view-account.ts";
import { viewInstallation } from "../views/view-installation.ts";
import { emitAlways } from "../webhooks/emit.ts";

/** Tells the App what happened to an installation: it hears of these whatever it listens to. */
export function tellInstallation(world: World, installation: Installation, action: string): void {
  const repositories = world.repositories.filter((repository) => hasRepository(installation, repository));
  const requester = action === "created" ? {} : { requester: null };
  const payload = { repositories: repositories.map(viewShort), ...requester };
  emitAlways(world, { event: "installation", action, payload: { ...viewBoth(world, installation), ...payload } });
}

/** Tells the App which repositories came or went. */
export function tellRepositories(
  world: World,
  installation: Installation,
  { added, removed }: { added: readonly Repository[]; removed: readonly Repository[] },
): void {
  const payload = {
    ...viewBoth(world, installation),
    repository_selection: installation.repositoryIds === null ? "all" : "selected",
    ...{ repositories_added: added.map(viewShort), repositories_removed: removed.map(viewShort), requester: null },
  };
  const action = added.length > 0 ? "added" : "removed";
  emitAlways(world, { event: "installation_repositories", action, payload });
}

/** People install, and are who did it: the peer has their organisation's account for that. */
function viewBoth(world: World, installation: Installation) {
  const sender = viewAccount(installation.account, world.address);
  return { installation: viewInstallation(world, installation), sender };
}

function viewShort(repository: Repository) {
  const { id, name, isPrivate } = repository;
  return { id, node_id: nodeId("Repository", id), name, full_name: fullName(repository), private: isPrivate };
}
