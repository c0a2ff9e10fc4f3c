import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { GitHubApp, GitHubInstallation } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { makeManifest } from "@catalyst/core/forge";
import { findElsewhere } from "../../api/find-elsewhere.ts";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { findLoginHome } from "../../login/find-login-home.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { readUser } from "../apps.ts";
import { readHost } from "../read-host.ts";
import { awaitInstallation } from "./await-installation.ts";
import { findHookUrl } from "./find-hook-url.ts";
import { openManifestPage } from "./manifest-page.ts";
import { sayNext } from "./say-next.ts";

/** As long as GitHub lets an App's name be. */
const MAX_NAME = 34;
const MAKING = "Making the App";
const LISTEN_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 200;

export interface SetupInput {
  host: string;
  /** Whose App it becomes; null: the person's own. */
  organization: string | null;
  /** What it is called at GitHub, where it can be changed; null: after whose it is. */
  name: string | null;
  /** `login:id` each. */
  users: readonly string[];
  hasWebhook: boolean;
  /** Whether the labels by which people ask for work are made where it is installed. */
  hasLabels: boolean;
  isJson: boolean;
}

/** Makes an App at a GitHub by the person's browser, adds it, and waits until it is installed. */
export async function runSetup(asked: SetupInput, context: CliContext): Promise<void> {
  const { output } = context;
  const input = { ...asked, host: readHost(asked.host, MAKING) };
  const client = await openApi(context);
  const app = await makeApp(input, { client, context });
  const name = cleanTerminalLine(app.slug, 100);
  output.say(`${output.colors.green("✓")} The App ${name} of ${app.host} is added, its key sealed to the workers.`);
  output.say(`Install it in the repositories that it is for:\n  ${app.installAddress}`);
  const installations = await whileSaying("waiting until it is installed …", context, () =>
    awaitInstallation(client, { app: app.id, signal: context.interrupted }),
  );
  if (!input.isJson) {
    showInstallations(installations, context);
  }
  if (input.hasLabels) {
    await makeLabels(app, { client, context });
  }
  if (input.isJson) {
    output.json({ ...app, installations });
    return;
  }
  // Whoever can't be told of it now is told by the command itself.
  const missed = await client.call("findMissedRequests", { body: {} }).catch(() => null);
  sayNext({ app, installations, missed: missed?.data ?? [], hasWebhook: input.hasWebhook }, context);
}

/** The App is there, whatever becomes of them: what can't be made now is made by another command later. */
async function makeLabels(
  { slug }: GitHubApp,
  { client, context: { output } }: { client: ApiClient; context: CliContext },
): Promise<void> {
  try {
    const { data } = await client.call("inspectGitHub", { body: { isMending: true } });
    const ofRepositories = data.filter(({ app, check }) => app === slug && check === "repository");
    for (const { repository, detail } of ofRepositories) {
      output.say(`${cleanTerminalLine(repository ?? slug, 200)}: ${cleanTerminalLine(detail, 1000)}`);
    }
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    output.say("Labels weren't made. Make them later: catalyst github doctor --fix");
  }
}

async function makeApp(
  { host, organization, name, users, hasWebhook }: SetupInput,
  { client, context }: { client: ApiClient; context: CliContext },
): Promise<GitHubApp> {
  const { output, interrupted: signal } = context;
  const machineUsers = users.map((word) => readUser(word, MAKING));
  const address = hasWebhook ? await findAddress(client, context) : null;
  const hookUrl = findHookUrl({ host, hasWebhook, address });
  const homepage = hookUrl === null ? `https://${host}` : new URL(hookUrl).origin;
  const called = (name ?? `catalyst-${organization ?? hostname()}`).slice(0, MAX_NAME);
  const describe = (redirectUrl: string) => makeManifest({ name: called, homepage, redirectUrl, hookUrl });
  const page = await openManifestPage({ host, organization, describe, signal });
  try {
    output.say(`Open this page in a browser on this machine, and create the App there:\n  ${page.url}`);
    const code = await whileSaying("waiting until the App is made …", context, () => page.code);
    const body = { host, code, machineUsers, hasWebhook: hookUrl !== null };
    const app = await client.call("convertGitHubManifest", { body });
    page.conclude({ name: app.slug, installAddress: app.installAddress });
    return app;
  } finally {
    await page.close();
  }
}

/** What browsers call the server; null: nowhere. One that was just started answers here before it listens on its port. */
async function findAddress(client: ApiClient, context: CliContext): Promise<string | null> {
  const elsewhere = await findElsewhere({ home: await findLoginHome(context), server: context.server });
  if (elsewhere !== null) {
    return elsewhere.url;
  }
  const until = Date.now() + LISTEN_MILLISECONDS;
  for (;;) {
    const { address } = await client.call("getMachine", {});
    if (address !== null || Date.now() > until || context.interrupted.aborted) {
      return address;
    }
    await wait(LOOK_MILLISECONDS);
  }
}

async function whileSaying<Result>(
  words: string,
  { output }: CliContext,
  work: () => Promise<Result>,
): Promise<Result> {
  output.status(words);
  try {
    return await work();
  } finally {
    output.status(null);
  }
}

function showInstallations(installations: readonly GitHubInstallation[], { output }: CliContext): void {
  for (const { account, count, repositories, isSuspended } of installations) {
    const named = repositories.slice(0, 3).map((name) => cleanTerminalLine(name, 150));
    const more = count > named.length ? `, and ${count - named.length} more` : "";
    const state = isSuspended ? "suspended" : `${count} ${count === 1 ? "repository" : "repositories"}`;
    const list = named.length === 0 ? "" : ` (${named.join(", ")}${more})`;
    output.data(`${output.colors.green("✓")} Installed at ${cleanTerminalLine(account, 100)}: ${state}${list}`);
  }
}
