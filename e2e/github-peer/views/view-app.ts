import type { App } from "../state/app.ts";
import { nodeId, viewAccount } from "./view-account.ts";

/** GitHub's `integration`. */
export function viewApp(app: App, address: string) {
  return {
    ...{ id: app.id, slug: app.slug, node_id: nodeId("Integration", app.id), client_id: app.clientId },
    ...{ owner: viewAccount(app.owner, address), name: app.slug, description: "", external_url: address },
    html_url: `${address}/apps/${app.slug}`,
    created_at: app.createdAt.toISOString(),
    updated_at: app.createdAt.toISOString(),
    permissions: app.permissions,
    events: [...app.events],
  };
}
