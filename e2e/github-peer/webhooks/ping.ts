import type { World } from "../state/world.ts";
import { deliver } from "./deliver.ts";

/** What an App's webhook hears first of all. One that is off hears nothing. */
export function deliverPing(world: World): void {
  const { app } = world;
  if (app.webhook.url === null) {
    return;
  }
  const at = app.createdAt.toISOString();
  const config = { url: app.webhook.url, content_type: "json", insecure_ssl: "0", secret: "********" };
  const hook = {
    ...{ type: "App", id: app.webhook.id, name: "web", active: true, events: [...app.events], config },
    ...{ app_id: app.id, created_at: at, updated_at: at },
  };
  const ping = { zen: "Keep it logically awesome.", hook_id: app.webhook.id, hook };
  const body = world.dressWebhook("ping", ping);
  deliver(world, { event: "ping", action: null, body, installationId: null, repositoryId: null });
}
