import { describeForgeProblem } from "@catalyst/core";
import { installPage, permissionsPage, type GitHubApp as StoredApp } from "@catalyst/core/forge";
import { z } from "zod";
import { findInstallation } from "../client/find-installation.ts";
import type { GitHubApp } from "../client/open-app.ts";
import { type TokenStep, withToken } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { readInstallation } from "../installations/list-installations.ts";
import { type Found, failed, limited, ok } from "./finding.ts";
import { inspectLabels, type LabelWish } from "./inspect-labels.ts";
import { inspectPermissions } from "./inspect-permissions.ts";
import { inspectRules } from "./inspect-rules.ts";

const LOOKING = { metadata: "read", issues: "read" } as const;
const MENDING = { metadata: "read", issues: "write" } as const;

type Inspected = Pick<StoredApp, "host" | "slug" | "machineUsers">;

interface InspectedApp {
  app: GitHubApp;
  stored: Inspected;
  /** Of the repository with this number at GitHub. */
  findLabels(repositoryId: number): Promise<LabelWish["names"]>;
  /** Whether what we can mend is mended: labels that aren't there are made. */
  isMending: boolean;
}

/** What is to know of a repository where the App is to work. Throws `ForgeAway`. */
export async function inspectRepository(
  { app, stored, ...wish }: InspectedApp,
  named: { owner: string; name: string },
): Promise<Found[]> {
  const mend = { page: installPage(stored), clicks: "the account, then Only select repositories, Save" };
  try {
    const installationId = await findInstallation(app, named);
    if (installationId === null) {
      return [failed("installed", "the App isn't installed there, or the repository isn't there", mend)];
    }
    const installation = await readInstallation(app.asker, installationId);
    const page = permissionsPage(stored.host, installation);
    if (installation.suspendedAt !== null) {
      return [failed("installed", "the installation is suspended", { page, clicks: "Unsuspend" })];
    }
    const accept = { page, clicks: "Review request, then Accept new permissions" };
    const permissions = inspectPermissions(installation.permissions, accept);
    const installed = ok("installed", `by ${installation.accountLogin}`);
    if (permissions.state === "failed") {
      return [installed, permissions];
    }
    const scope = { installationId, repository: { name: named.name }, permissions: wish.isMending ? MENDING : LOOKING };
    return [installed, permissions, ...(await withToken(app, scope, (step) => lookWithin(step, { stored, ...wish })))];
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    return [failed("repository", `Looking at it failed: ${describeForgeProblem(error.problem)}`, mend)];
  }
}

type Look = Omit<InspectedApp, "app">;

async function lookWithin(step: TokenStep, { stored: { host, machineUsers }, ...wish }: Look): Promise<Found[]> {
  const { id, owner, name, isArchived } = step.repository;
  const web = `https://${host}/${owner}/${name}`;
  const page = `${web}/settings`;
  const found: Found[] = isArchived
    ? [failed("repository", "it is archived", { page, clicks: "Danger Zone, Unarchive this repository" })]
    : [await inspectLabels(step, { names: await wish.findLabels(id), isMending: wish.isMending }, `${web}/labels`)];
  if (machineUsers.length === 0) {
    found.push(limited("account", "no account is named that people pick as assignee: the label and mentions do"));
  }
  for (const { login } of machineUsers) {
    const invite = { page: `${page}/access`, clicks: `Add people, ${login}, Triage; then accept it as ${login}` };
    found.push(
      (await canBePicked(step, login))
        ? ok("account", `${login} can be picked as assignee`)
        : failed("account", `${login} can't be picked: it has no role there`, invite),
    );
  }
  return [...found, ...(await inspectRules(step, page))];
}

async function canBePicked({ asker, repository }: TokenStep, login: string): Promise<boolean> {
  const at = { owner: repository.owner, repo: repository.name, assignee: login };
  try {
    await asker.ask("GET /repos/{owner}/{repo}/assignees/{assignee}", at, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind === "not_found") {
      return false;
    }
    throw error;
  }
}
