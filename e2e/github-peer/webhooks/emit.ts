import type { Account } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import { findInstallationOf, type World } from "../state/world.ts";
import { nodeId, viewAccount } from "../views/view-account.ts";
import { viewRepository } from "../views/view-repository.ts";
import { deliver } from "./deliver.ts";

export interface Happening {
  /** As `X-GitHub-Event` says it. */
  event: string;
  action: string;
  repository: Repository;
  sender: Account;
  /** What the event's own schema has beside the keys that all have. */
  payload: object;
}

/** Tells the App, if it listens to the event and is installed there. Sent in the background: nobody waits for a webhook. */
export function emit(world: World, { event, action, repository, sender, payload }: Happening): void {
  const installation = findInstallationOf(world, repository);
  if (!world.app.events.includes(event) || !installation || installation.suspendedAt) {
    return;
  }
  const body = {
    action,
    ...payload,
    repository: viewRepository(repository, world.address),
    sender: viewAccount(sender, world.address),
    installation: { id: installation.id, node_id: nodeId("Installation", installation.id) },
  };
  world.checkWebhook(`${event}-${action}`.replaceAll("_", "-"), body);
  deliver(world, { event, action, body, installationId: installation.id, repositoryId: repository.id });
}
