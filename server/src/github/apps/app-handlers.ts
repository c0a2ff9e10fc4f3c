import { randomUUID } from "node:crypto";
import type { GitHubApp as ShownApp, GitHubInstallation as ShownInstallation } from "@catalyst/api";
import {
  changeMachineUsers,
  convertManifest,
  inspectGitHub,
  lookAtInstallations,
  type SeenInstallation,
} from "@catalyst/core";
import { addApp, type GitHubApp, installPage, listApps, removeApp, seeSetup } from "@catalyst/core/forge";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

const MAX_NAMED = 100;

type AppHandlers = Pick<
  Handlers,
  | "getGitHubSetup"
  | "listGitHubApps"
  | "addGitHubApp"
  | "convertGitHubManifest"
  | "changeGitHubApp"
  | "lookAtGitHubInstallations"
  | "inspectGitHub"
  | "removeGitHubApp"
>;

export function githubAppHandlers(deps: ServerDeps): AppHandlers {
  return {
    async getGitHubSetup(_request, { actor }) {
      const apps = await seeSetup({ actor }, deps);
      return {
        data: apps.map(({ app, ...setUp }) => ({ ...nameOf(app), ...setUp, installAddress: installPage(app) })),
      };
    },
    async listGitHubApps(_request, { actor }) {
      return { data: (await listApps({ actor }, deps)).map(present) };
    },
    async addGitHubApp({ body }, { actor }) {
      return present(await addApp({ actor, ...body }, { ...deps, newId: randomUUID }));
    },
    convertGitHubManifest: async ({ body }, { actor }) => present(await convertManifest({ actor, ...body }, deps)),
    async changeGitHubApp({ params, body: { addUsers: add, removeUsers: remove } }, { actor }) {
      return present(await changeMachineUsers({ actor, id: params.app, add, remove }, deps));
    },
    async lookAtGitHubInstallations({ params }, { actor }) {
      const { seen } = await lookAtInstallations({ actor, id: params.app }, deps);
      return { data: seen.map(presentInstallation) };
    },
    async inspectGitHub({ body }, { actor }) {
      const { findings: data, leftOut } = await inspectGitHub({ actor, ...body }, deps);
      return { data, leftOut };
    },
    async removeGitHubApp({ params }, { actor }) {
      await removeApp({ actor, id: params.app }, deps);
      return null;
    },
  };
}

const nameOf = ({ host, slug }: Pick<GitHubApp, "host" | "slug">) => ({ host, slug });

function present({ webhookSecret, clientId, createdAt, ...app }: GitHubApp): ShownApp {
  const { id, host, appId, slug, machineUsers } = app;
  return {
    ...{ id, host, appId, slug, machineUsers, createdAt: createdAt.toISOString() },
    ...{ hasWebhook: webhookSecret !== null, canLink: clientId !== null, installAddress: installPage(app) },
  };
}

function presentInstallation({ installation, repositories }: SeenInstallation): ShownInstallation {
  return {
    installationId: installation.installationId,
    account: installation.accountLogin,
    isSuspended: installation.suspendedAt !== null,
    count: repositories.length,
    repositories: repositories.slice(0, MAX_NAMED).map(({ owner, name }) => `${owner}/${name}`),
  };
}
