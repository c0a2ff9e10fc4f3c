import type { Actor } from "../../account/actor.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { GitHubFinding } from "../../forge/app/finding.ts";
import type { GitHubApp, MachineUser } from "../../forge/app/github-app.ts";
import type { GitHubAppStore } from "../../forge/app/github-app-store.ts";
import type { GitHubInstallation, ShownRepository } from "../../forge/app/installation.ts";
import type { GitHubInstallationStore } from "../../forge/app/installation-store.ts";
import { isWatch } from "../../forge/watch/keep-watches.ts";
import { type AskWorkerDeps, askWorker } from "../ask-worker.ts";

export interface AskGitHubDeps {
  worker: AskWorkerDeps;
  githubApps: Pick<GitHubAppStore, "get">;
  installations: Pick<GitHubInstallationStore, "list" | "listShown">;
}

/**
 * Adds the App that a manifest's code stands for: a worker asks for its key, which is sealed there at once. Throws `forbidden`,
 * `conflict`, `not_found` for a code that doesn't count, and like `askWorker`.
 */
export async function convertManifest(
  { actor, ...made }: { actor: Actor; host: string; code: string; hasWebhook: boolean; machineUsers: MachineUser[] },
  { worker, githubApps }: Pick<AskGitHubDeps, "worker" | "githubApps">,
): Promise<GitHubApp> {
  permitBeside({ actor, action: "manage_github_apps", attempt: "Adding an App" });
  const { appId } = await askWorker({ actor, wish: { kind: "convert_manifest", ...made } }, "app_added", worker);
  return findApp(appId, "Adding the App", githubApps);
}

export interface ChangeUsersInput {
  actor: Actor;
  /** The App's. */
  id: string;
  add: { login: string; id: number | null }[];
  /** By login. */
  remove: string[];
}

/**
 * Adds and removes accounts that people pick for an App, whose numbers a worker looks up. Throws `forbidden`, `not_found`, `conflict` for too many,
 * `invalid_input` for who can't be picked, and like `askWorker`.
 */
export async function changeMachineUsers(
  { actor, id, add, remove }: ChangeUsersInput,
  { worker, githubApps }: Pick<AskGitHubDeps, "worker" | "githubApps">,
): Promise<GitHubApp> {
  const attempt = "Changing the accounts that people pick";
  permitBeside({ actor, action: "manage_github_apps", attempt });
  await findApp(id, attempt, githubApps);
  const wish = { kind: "change_machine_users", appId: id, add, remove } as const;
  await askWorker({ actor, wish }, "machine_users_changed", worker);
  return findApp(id, attempt, githubApps);
}

/** An account that let an App in, and what it shows it. */
export interface SeenInstallation {
  installation: GitHubInstallation;
  repositories: ShownRepository[];
}

/** Who let the App in, as its GitHub says it now. Throws `forbidden`, `not_found`, and like `askWorker`. */
export async function lookAtInstallations(
  { actor, id }: { actor: Actor; id: string },
  { worker, githubApps, installations }: AskGitHubDeps,
): Promise<{ app: GitHubApp; seen: SeenInstallation[] }> {
  const attempt = "Looking at where the App is installed";
  permitBeside({ actor, action: "manage_github_apps", attempt });
  await findApp(id, attempt, githubApps);
  await askWorker({ actor, wish: { kind: "look_at_installations", appId: id } }, "installations_noted", worker);
  const found = await installations.list(id);
  const seen = await Promise.all(
    found.map(async (installation) => ({ installation, repositories: await installations.listShown(installation) })),
  );
  return { app: await findApp(id, attempt, githubApps), seen };
}

export interface InspectInput {
  actor: Actor;
  /** null: those that the Apps are shown. */
  repository: { owner: string; name: string } | null;
  isMending: boolean;
}

/** How Apps, and repositories where they are to work, stand at their GitHubs. Throws `forbidden`, and like `askWorker`. */
export async function inspectGitHub(
  { actor, ...asked }: InspectInput,
  { worker }: Pick<AskGitHubDeps, "worker">,
): Promise<{ findings: GitHubFinding[]; leftOut: number }> {
  permitBeside({ actor, action: "manage_github_apps", attempt: "Looking at how the GitHub Apps stand" });
  return askWorker({ actor, wish: { kind: "inspect_github", ...asked } }, "github_inspected", worker);
}

async function findApp(id: string, attempt: string, apps: Pick<GitHubAppStore, "get">): Promise<GitHubApp> {
  const app = await apps.get(id);
  // What is watched as a person has nobody to pick, and nobody let it in.
  if (app === null || isWatch(app)) {
    throw new CatalystError("not_found", `${attempt} failed: there is no App ${id}.`);
  }
  return app;
}
