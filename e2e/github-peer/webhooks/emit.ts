import type { Account } from "../state/account.ts";
import type { Installation } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import { findInstallationOf, type World } from "../state/world.ts";
import { nodeId, viewAccount } from "../views/view-account.ts";
import { viewOrganization } from "../views/view-organization.ts";
import { viewRepository } from "../views/view-repository.ts";
import { deliver } from "./deliver.ts";

export interface Happening {
  /** As `X-GitHub-Event` says it. */
  event: string;
  /** null: the event has none. */
  action: string | null;
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
  const { owner } = repository;
  const body = {
    ...(action === null ? {} : { action }),
    repository: viewRepository(repository, world.address),
    ...payload,
    ...(owner.type === "Organization" ? { organization: viewOrganization(owner, world.address) } : {}),
    sender: viewAccount(sender, world.address),
    installation: { id: installation.id, node_id: nodeId("Installation", installation.id) },
  };
  send(world, { event, action, body, installationId: installation.id, repositoryId: repository.id });
}

/** Tells the App of its own matters: whether it listens or not, also where it is suspended or gone. */
export function emitAlways(
  world: World,
  telling: { event: string; action: string; payload: { installation: Pick<Installation, "id"> } },
): void {
  const { event, action, payload } = telling;
  const body = { action, ...payload };
  send(world, { event, action, body, installationId: payload.installation.id, repositoryId: null });
}

function send(world: World, notice: Parameters<typeof deliver>[1]): void {
  const { event, action } = notice;
  const name = [event, action].filter(Boolean).join("-").replaceAll("_", "-");
  deliver(world, { ...notice, body: world.dressWebhook(name, notice.body) });
}
