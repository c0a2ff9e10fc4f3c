import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type Answer, json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import type { Call } from "../route.ts";
import { renewApp } from "../state/make-app.ts";
import { makeToken } from "../state/secrets.ts";
import { findAccount, type World } from "../state/world.ts";
import { viewApp } from "../views/view-app.ts";
import { deliverPing } from "../webhooks/ping.ts";
import type { Manifest } from "./manifest.ts";

const HOUR = 3_600_000;

/** GitHub's page takes a form with the manifest and leads the browser back with a code. null: it is another page. */
export async function answerManifestForm(world: World, request: IncomingMessage, url: URL): Promise<Answer | null> {
  const [, login] = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/.exec(url.pathname) ?? [];
  if (request.method !== "POST" || !url.pathname.endsWith("/settings/apps/new")) {
    return null;
  }
  const form = new URLSearchParams(await text(request));
  const manifest: Manifest = JSON.parse(form.get("manifest") ?? "{}");
  const code = randomBytes(20).toString("hex");
  const owner = (login && findAccount(world, login)) || world.app.owner;
  world.manifests.set(code, { manifest, owner, expiresAt: world.now().getTime() + HOUR });
  const back = new URL(manifest.redirect_url);
  back.searchParams.set("code", code);
  back.searchParams.set("state", url.searchParams.get("state") ?? "");
  return { status: 302, mediaType: "text/html", headers: { location: back.href } };
}

/** The App becomes the one that the manifest describes: its keys are shown this once. */
export async function answerConversion({ world, path }: Call): Promise<Answer> {
  const code = String(path.code);
  const registered = world.manifests.get(code);
  world.manifests.delete(code);
  if (!registered || registered.expiresAt < world.now().getTime()) {
    throw notFound();
  }
  const {
    default_permissions: permissions = {},
    default_events: events = [],
    name,
    hook_attributes: hook,
  } = registered.manifest;
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  await renewApp(world, { slug, permissions: { metadata: "read", ...permissions }, events, owner: registered.owner });
  const { app } = world;
  app.webhook.url = hook?.active === false ? null : (hook?.url ?? null);
  deliverPing(world);
  const secrets = { client_id: app.clientId, client_secret: makeToken("gho"), webhook_secret: app.webhook.secret };
  return json(201, { ...viewApp(app, world.address), ...secrets, pem: app.privateKey });
}
