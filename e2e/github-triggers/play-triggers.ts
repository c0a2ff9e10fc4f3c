import { randomUUID } from "node:crypto";
import type { AgentTask } from "@catalyst/core";
import type { GitHubInstallation, GitHubApp as StoredApp } from "@catalyst/core/forge";
import { type DecidedDelivery, decideDelivery } from "@catalyst/core/trigger";
import { type GitHubApp, openApp, openConnections, withReader, withToken } from "@catalyst/github";
import {
  type Database,
  postgresAccountStore,
  postgresExecutionStore,
  postgresLabelStore,
  postgresRepoStore,
  postgresSettingsStore,
  postgresTaskStore,
  postgresTriggerStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { expect } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import type { Plan } from "../github-peer/state/plan.ts";
import { type Receiver, receiveWebhooks } from "../github-peer/testing/receive-webhooks.ts";

/** Where the repository of the peer is for us; the peer itself has a port instead of a name. */
const URL = "https://github.example/acme";
const HOST = "github.example";
const APP_ID = randomUUID();

const PLAN: Plan = {
  people: ["ada", "bob", "mallory", "catalyst-agent"],
  organizations: ["acme"],
  repositories: {
    "acme/shop": {
      roles: { ada: "write", bob: "triage", "catalyst-agent": "triage" },
      files: { "README.md": "# Shop\n" },
    },
    "acme/web": { roles: { ada: "write" }, files: { "README.md": "# Web\n" } },
  },
  installations: { acme: { repositories: ["shop", "web"] } },
};

/** What comes of what the peer tells, decided as a worker does. */
export interface PlayedTriggers {
  peer: Peer;
  db: Database;
  app: GitHubApp;
  /** What comes of each request of this name (`issues.assigned`), once there are so many, all decided at once. */
  decide(name: string, count: number): Promise<DecidedDelivery[]>;
  tasks(): Promise<AgentTask[]>;
  /** As if each task were done. */
  endTasks(): Promise<void>;
  close(): Promise<void>;
}

export async function playTriggers(): Promise<PlayedTriggers> {
  const peer = await makePeer(PLAN);
  const receiver = await receiveWebhooks(peer);
  const db = await testDatabase();
  const accounts = postgresAccountStore(db);
  const owner = await accounts.ensureUser("owner");
  const project = await accounts.ensureProject({ kind: "user", userId: owner.id });
  const repos = postgresRepoStore(db);
  const settings = postgresSettingsStore(db);
  for (const name of ["shop", "web"]) {
    const place = { projectId: project.id, vcs: "github", url: `${URL}/${name}`, name, defaultBranch: "main" } as const;
    const repo = await repos.ensure(place);
    await repos.linkForge(repo.id, { host: HOST, id: peer.repository(`acme/${name}`).id });
  }
  const connections = openConnections({ isPrivateAllowed: true });
  const app = openApp({
    ...{ id: peer.app.id, privateKey: peer.app.privateKey, connections, gapMilliseconds: 0 },
    ...{ api: { url: peer.address, version: null }, now: () => new Date() },
  });
  const deps = {
    ...{ triggers: postgresTriggerStore(db), accounts, repos, settings, environmentNamespace: "local" },
    ...{ labels: postgresLabelStore(db), newId: randomUUID },
    ...{ tasks: postgresTaskStore(db), executions: postgresExecutionStore(db) },
    installations: { listShowing: async () => [installationOf(peer)] },
    readerOf: ({ installationId, repositoryId }: { installationId: number; repositoryId: number }) => {
      return <Result>(work: Parameters<typeof withReader<Result>>[2]) =>
        withReader({ app, tokens: { use: withToken } }, { installationId, repositoryId }, work);
    },
    ...{ keepRegistry: async () => undefined, wait: async () => undefined },
    now: () => new Date(),
    sealKey: () => Promise.reject(new Error("nobody brings a key")),
  };
  return {
    ...{ peer, db, app },
    async decide(name, count) {
      const find = () => receiver.received.filter((one) => one.name === name);
      await expect.poll(() => find().length).toBe(count);
      const told = find();
      return Promise.all(told.map((one) => decideDelivery(heardOf(peer, one), deps)));
    },
    tasks: async () => {
      const tasks = postgresTaskStore(db);
      const outlines = await tasks.list({ projects: [project.id], limit: 100 });
      const found = await Promise.all(outlines.map(({ id }) => tasks.get(id)));
      return found.filter((task) => task !== null);
    },
    async endTasks() {
      await db.pool.query("update agent_tasks set status = 'completed'");
    },
    async close() {
      await connections.close();
      await receiver.close();
      await db.close();
      await peer.close();
    },
  };
}

function installationOf(peer: Peer): GitHubInstallation {
  return { appId: APP_ID, installationId: peer.installation("acme").id, suspendedAt: null } as GitHubInstallation;
}

function heardOf(peer: Peer, { headers, body }: Receiver["received"][number]) {
  const app = {
    ...{ id: APP_ID, host: HOST, slug: "catalyst", botUserId: peer.app.bot.id },
    machineUsers: [{ id: peer.person("catalyst-agent").id, login: "catalyst-agent" }],
    watched: null,
  } as unknown as StoredApp;
  const guid = String(headers["x-github-delivery"]);
  return { app, guid, event: String(headers["x-github-event"]), payload: body as unknown };
}
