import { randomUUID } from "node:crypto";
import type { AgentTask } from "@catalyst/core";
import { type GitHubApp as StoredApp, sealAppPart } from "@catalyst/core/forge";
import { createTestKeys } from "@catalyst/core/testing";
import { type Signal, signalOf } from "@catalyst/core/trigger";
import { type GitHubApp, openApp, openConnections, openKeptTokens } from "@catalyst/github";
import {
  type Database,
  postgresAccountStore,
  postgresGitHubAppStore,
  postgresGitHubDeliveryStore,
  postgresGitHubInstallationStore,
  postgresGitHubLookStore,
  postgresRepoStore,
  postgresTaskStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { openDeciding } from "../../worker/src/hearing/decide-delivery.ts";
import { takeDelivery } from "../../worker/src/hearing/take-delivery.ts";
import { takeLook } from "../../worker/src/looking/take-look.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import type { Plan } from "../github-peer/state/plan.ts";

/** Where the peer's repositories are for us; the peer itself has a port instead of a name. */
const HOST = "github.example";

const PERMISSIONS = { metadata: "read", contents: "write", issues: "write", pull_requests: "write" } as const;

/** What comes of what the peer's lists show, found and decided as workers do. */
export interface PlayedPoll {
  peer: Peer;
  stored: StoredApp;
  app: GitHubApp;
  db: Database;
  /** Asked of the peer's API since the last time, without tokens. */
  takeAsked(): string[];
  deliveries: ReturnType<typeof postgresGitHubDeliveryStore>;
  /** Looks at everything, due or not; so long after now. */
  look(minutesLater?: number): Promise<void>;
  /** Decides all that waits. Returns what of it came to something, in its order. */
  decide(): Promise<string[]>;
  tasks(): Promise<AgentTask[]>;
  /** As if each task were done. */
  endTasks(): Promise<void>;
  /** What waits to be decided of such an event. */
  told(event: string): Promise<Signal[]>;
  close(): Promise<void>;
}

interface PollWish {
  hasWebhook?: boolean;
  mayReadChecks?: boolean;
}

export async function playPoll({ hasWebhook = false, mayReadChecks = true }: PollWish = {}): Promise<PlayedPoll> {
  const peer = await makePeer(planOf({ mayReadChecks }));
  const db = await testDatabase();
  const stored = await storeApp(db, peer, hasWebhook);
  await storeRepository(db, peer);
  const asked: string[] = [];
  const opened = openConnections({ isPrivateAllowed: true });
  const fetch: typeof opened.fetch = (url, request) => {
    const { pathname, search } = new URL(url);
    asked.push(`${request.method} ${pathname}${search}`);
    return opened.fetch(url, request);
  };
  const app = openApp({
    ...{ id: peer.app.id, privateKey: peer.app.privateKey, connections: { ...opened, fetch }, gapMilliseconds: 0 },
    ...{ api: { url: peer.address, version: null }, now: () => new Date() },
  });
  const tokens = openKeptTokens();
  const deps = depsOf({ db, app, tokens });
  return {
    ...{ peer, stored, app, db, deliveries: deps.deliveries },
    takeAsked: () =>
      asked.splice(0).filter((line) => !/access_tokens|installation\/token|^GET \/(app|users)\b/.test(line)),
    async look(minutesLater = 0) {
      const now = () => new Date(Date.now() + minutesLater * 60_000);
      await deps.looks.ensure();
      await db.pool.query("update github_looks set due_at = now()");
      while (await takeLook({ ...deps, now })) {}
    },
    async decide() {
      while (await takeDelivery(deps)) {}
      const of = "select event, decision, reason from github_deliveries where state <> 'ignored' order by number";
      const { rows } = await db.pool.query(of);
      return rows.map(({ event, decision, reason }) => `${event}: ${decision} ${reason}`);
    },
    async tasks() {
      const { rows } = await db.pool.query("select id from agent_tasks order by number");
      const found = await Promise.all(rows.map(({ id }) => postgresTaskStore(db).get(id)));
      return found.filter((task) => task !== null);
    },
    async endTasks() {
      await db.pool.query("update agent_tasks set status = 'completed'");
    },
    async told(event) {
      const of = "select body from github_deliveries where event = $1 and body is not null order by number";
      const { rows } = await db.pool.query(of, [event]);
      const readings = rows.map(({ body }) => signalOf({ event, payload: JSON.parse(String(body)) }));
      return readings.flatMap((reading) => (reading.kind === "signal" ? [reading.signal] : []));
    },
    async close() {
      await tokens.close();
      await opened.close();
      await db.close();
      await peer.close();
    },
  };
}

function planOf({ mayReadChecks }: { mayReadChecks: boolean }): Plan {
  return {
    app: { permissions: { ...PERMISSIONS, ...(mayReadChecks ? { checks: "read" } : {}) } },
    people: ["ada", "bob", "bob-writes", "mallory", "catalyst-agent"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": {
        roles: { ada: "write", bob: "triage", "bob-writes": "write", "catalyst-agent": "triage" },
        files: { "README.md": "# Shop\n" },
      },
    },
    installations: { acme: { repositories: ["shop"] } },
  };
}

const ignore = () => undefined;

/** What a worker looks and decides with. */
function depsOf({
  db,
  app,
  tokens,
}: {
  db: Database;
  app: ReturnType<typeof openApp>;
  tokens: ReturnType<typeof openKeptTokens>;
}) {
  const open = async () => app;
  return {
    ...{ tokens, openApp: open, now: () => new Date(), random: Math.random, signal: new AbortController().signal },
    ...{ log: { info: ignore, warn: ignore } as never, noteSettled: ignore },
    alone: <Result>(work: () => Promise<Result>) => work(),
    decide: openDeciding({ db, apps: { open, tokens }, environmentNamespace: "local" }),
    looks: postgresGitHubLookStore(db),
    deliveries: postgresGitHubDeliveryStore(db),
    apps: postgresGitHubAppStore(db),
  };
}

async function storeApp(db: Database, peer: Peer, hasWebhook: boolean): Promise<StoredApp> {
  const { sealing } = createTestKeys();
  const identity = { id: randomUUID(), host: HOST, appId: peer.app.id };
  const seal = (part: "privateKey" | "webhookSecret") => sealAppPart(identity, { part, text: "of nobody" }, sealing);
  const agent = peer.person("catalyst-agent");
  const app: StoredApp = {
    ...{
      ...identity,
      slug: peer.app.slug,
      botUserId: peer.app.bot.id,
      clientId: null,
      formerSecrets: [],
      watched: null,
    },
    ...{ privateKey: seal("privateKey"), webhookSecret: hasWebhook ? seal("webhookSecret") : null },
    ...{ machineUsers: [{ id: agent.id, login: agent.login }], createdAt: new Date() },
  };
  await postgresGitHubAppStore(db).insert(app);
  const installations = postgresGitHubInstallationStore(db);
  const { id: installationId, account } = peer.installation("acme");
  const of = { appId: app.id, installationId };
  const who = { accountId: account.id, accountLogin: account.login, accountKind: "organization" } as const;
  await installations.put({ ...of, ...who, permissions: {}, suspendedAt: null });
  const { id: repositoryId, isPrivate, isArchived } = peer.repository("acme/shop");
  const shop = { repositoryId, owner: "acme", name: "shop", isPrivate, isArchived };
  await installations.show(of, { repositories: [shop], isWhole: true });
  return app;
}

async function storeRepository(db: Database, peer: Peer): Promise<void> {
  const accounts = postgresAccountStore(db);
  const owner = await accounts.ensureUser("owner");
  const { id: projectId } = await accounts.ensureProject({ kind: "user", userId: owner.id });
  const repos = postgresRepoStore(db);
  const url = `https://${HOST}/acme/shop`;
  const repo = await repos.ensure({ projectId, vcs: "github", url, name: "shop", defaultBranch: "main" });
  await repos.linkForge(repo.id, { host: HOST, id: peer.repository("acme/shop").id });
}
