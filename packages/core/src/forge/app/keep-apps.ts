import { createPrivateKey } from "node:crypto";
import type { Actor } from "../../account/actor.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import type { GitHubApp, MachineUser } from "./github-app.ts";
import type { GitHubAppStore } from "./github-app-store.ts";
import { sealAppPart } from "./seal-app.ts";

const MAX_APPS = 20;
const MIN_KEY_BITS = 2048;

/** An App that exists at its GitHub, with what opens doors there. */
export interface NewApp {
  host: string;
  appId: number;
  slug: string;
  /** PEM, as GitHub makes it. */
  privateKey: string;
  /** null: it sends no deliveries. */
  webhookSecret: string | null;
  machineUsers: readonly MachineUser[];
  /** By which people link their accounts; null: they can't. */
  clientId: string | null;
}

export interface AddAppInput extends NewApp {
  actor: Actor;
}

export interface KeepAppsDeps {
  githubApps: Pick<GitHubAppStore, "insert" | "get" | "list" | "remove">;
  /** What seals to the workers, who act by the App. */
  openDeliverySealing(): Promise<SealingKeys>;
  /** What seals to the servers, who hear its deliveries. */
  openWebhookSealing(): Promise<SealingKeys>;
  newId(): string;
  now(): Date;
}

/** Stores an App that exists at its GitHub. Throws `invalid_input` for a key that is none, `conflict` and `forbidden`. */
export async function addApp({ actor, ...app }: AddAppInput, deps: KeepAppsDeps): Promise<GitHubApp> {
  permitBeside({ actor, action: "manage_github_apps", attempt: attemptOf(app) });
  return storeApp(app, deps);
}

/** The same where it was permitted before: what opens doors is sealed at once, and kept nowhere else. Throws the same but `forbidden`. */
export async function storeApp(input: NewApp, deps: KeepAppsDeps): Promise<GitHubApp> {
  const attempt = attemptOf(input);
  const { privateKey, webhookSecret, host, appId, slug, clientId } = input;
  checkPrivateKey(privateKey, attempt);
  if ((await listOnly(deps)).length >= MAX_APPS) {
    throw new CatalystError("conflict", `${attempt} failed: there are ${MAX_APPS} already. Remove one first.`);
  }
  const bound = { id: deps.newId(), host, appId };
  const app: GitHubApp = {
    ...bound,
    ...{ slug, botUserId: null, clientId, formerSecrets: [], machineUsers: [...input.machineUsers], watched: null },
    privateKey: sealAppPart(bound, { part: "privateKey", text: privateKey }, await deps.openDeliverySealing()),
    webhookSecret:
      webhookSecret === null
        ? null
        : sealAppPart(bound, { part: "webhookSecret", text: webhookSecret }, await deps.openWebhookSealing()),
    createdAt: deps.now(),
  };
  await deps.githubApps.insert(app);
  return app;
}

function attemptOf({ slug }: Pick<NewApp, "slug">): string {
  return `Adding the App ${slug}`;
}

/** The oldest first. Throws `forbidden`. */
export async function listApps(
  { actor }: { actor: Actor },
  deps: Pick<KeepAppsDeps, "githubApps">,
): Promise<GitHubApp[]> {
  permitBeside({ actor, action: "manage_github_apps", attempt: "Looking at the GitHub Apps" });
  return listOnly(deps);
}

/** Without what is watched as a person. */
async function listOnly({ githubApps }: Pick<KeepAppsDeps, "githubApps">): Promise<GitHubApp[]> {
  return (await githubApps.list()).filter(({ watched }) => watched === null);
}

/** Forgets an App with what it told; at its GitHub it stays. Throws `not_found` and `forbidden`. */
export async function removeApp(
  { actor, id }: { actor: Actor; id: string },
  deps: Pick<KeepAppsDeps, "githubApps">,
): Promise<void> {
  const attempt = "Removing the App";
  permitBeside({ actor, action: "manage_github_apps", attempt });
  const app = await deps.githubApps.get(id);
  if (app === null || app.watched !== null || !(await deps.githubApps.remove(id))) {
    throw new CatalystError("not_found", `${attempt} failed: there is no App ${id}.`);
  }
}

function checkPrivateKey(pem: string, attempt: string): void {
  const bits = bitsOf(pem);
  if (bits === null || bits < MIN_KEY_BITS) {
    const what =
      bits === null ? "isn't a private RSA key in PEM" : `has ${bits} bits, and ${MIN_KEY_BITS} are the least`;
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: what was given as its key ${what}. GitHub makes one on the App's page, under "Private keys".`,
    );
  }
}

/** null: it is no RSA key. */
function bitsOf(pem: string): number | null {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === "rsa" ? (asymmetricKeyDetails?.modulusLength ?? null) : null;
  } catch {
    return null;
  }
}
