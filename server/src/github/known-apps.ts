import { createSecretKey, type KeyObject } from "node:crypto";
import { CatalystError } from "@catalyst/core";
import type { GitHubApp, GitHubAppStore } from "@catalyst/core/forge";
import type { Logger } from "pino";
import type { DeliveryHead } from "./read-head.ts";

/** An App that may have sent a delivery, with all that may have signed it at this moment. */
export interface Candidate {
  id: string;
  secrets: readonly KeyObject[];
}

export interface KnownApps {
  /** Throws `unavailable` where what such an App signs with can't be opened here. */
  find(head: Pick<DeliveryHead, "appId" | "host">): Promise<Candidate[]>;
}

export interface KnownAppsDeps {
  apps: Pick<GitHubAppStore, "list" | "watch">;
  openWebhookSecret(app: GitHubApp, secret: GitHubApp["privateKey"]): Promise<Buffer>;
  now(): Date;
  log: Logger;
  /** Aborts when nobody asks any more. */
  closing: AbortSignal;
}

/** `secrets` null: they can't be opened. */
interface LoadedApp {
  app: GitHubApp;
  secrets: { key: KeyObject; endsAt: Date | null }[] | null;
}

/** The Apps as they are in the store, read when the first is asked for and after each change: strangers cost the database nothing. */
export function createKnownApps(deps: KnownAppsDeps): KnownApps {
  let watching: Promise<void> | null = null;
  let loading: Promise<LoadedApp[]> | null = null;
  const forget = () => {
    loading = null;
  };
  async function load(): Promise<LoadedApp[]> {
    watching ??= watch(deps, forget);
    await watching.catch((error: unknown) => {
      watching = null;
      throw error;
    });
    loading ??= loadApps(deps);
    return await loading.catch((error: unknown) => {
      forget();
      throw error;
    });
  }
  return {
    async find({ appId, host }) {
      const named = (await load()).filter(({ app }) => app.appId === appId && (host === null || app.host === host));
      return named.map((loaded) => toCandidate(loaded, deps.now()));
    },
  };
}

async function watch({ apps, closing }: KnownAppsDeps, onChanged: () => void): Promise<void> {
  const stop = await apps.watch(onChanged);
  closing.addEventListener("abort", stop, { once: true });
}

async function loadApps(deps: KnownAppsDeps): Promise<LoadedApp[]> {
  const apps = await deps.apps.list();
  return Promise.all(apps.map(async (app) => ({ app, secrets: await openSecrets(app, deps) })));
}

async function openSecrets(app: GitHubApp, { openWebhookSecret, log }: KnownAppsDeps): Promise<LoadedApp["secrets"]> {
  const present = app.webhookSecret === null ? [] : [{ secret: app.webhookSecret, endsAt: null }];
  try {
    return await Promise.all(
      [...present, ...app.formerSecrets].map(async ({ secret, endsAt }) => ({
        key: createSecretKey(await openWebhookSecret(app, secret)),
        endsAt,
      })),
    );
  } catch (error) {
    const reason = error instanceof CatalystError ? error.message : "it can't be read";
    log.error({ host: app.host, appId: app.appId, reason }, "webhook's secret not opened");
    return null;
  }
}

function toCandidate({ app, secrets }: LoadedApp, now: Date): Candidate {
  if (secrets === null) {
    throw new CatalystError("unavailable", "Hearing GitHub failed: what it signs with can't be opened just now.");
  }
  return {
    id: app.id,
    secrets: secrets.filter(({ endsAt }) => endsAt === null || endsAt > now).map(({ key }) => key),
  };
}
