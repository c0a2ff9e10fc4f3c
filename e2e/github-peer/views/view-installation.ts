import type { Installation } from "../state/app.ts";
import type { World } from "../state/world.ts";
import { viewAccount } from "./view-account.ts";

/** GitHub's `installation`. */
export function viewInstallation({ app, address }: World, installation: Installation) {
  const { id, account, permissions, repositoryIds, createdAt, suspendedAt } = installation;
  return {
    ...{ id, account: viewAccount(account, address), permissions, events: [...app.events] },
    repository_selection: repositoryIds === null ? "all" : "selected",
    access_tokens_url: `${address}/app/installations/${id}/access_tokens`,
    repositories_url: `${address}/installation/repositories`,
    html_url: `${address}/settings/installations/${id}`,
    ...{
      app_id: app.id,
      client_id: app.clientId,
      app_slug: app.slug,
      target_id: account.id,
      target_type: account.type,
    },
    ...{ created_at: createdAt.toISOString(), updated_at: createdAt.toISOString() },
    ...{ single_file_name: null, suspended_by: null, suspended_at: suspendedAt?.toISOString() ?? null },
  };
}
