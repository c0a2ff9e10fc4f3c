import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Account } from "./account.ts";
import type { App, Permissions } from "./app.ts";
import type { Plan } from "./plan.ts";
import { makeToken } from "./secrets.ts";
import type { World } from "./world.ts";

const GENERATE = promisify(generateKeyPair);
/** What the App of issues and pull requests asks for. */
const PERMISSIONS = { metadata: "read", contents: "write", issues: "write", pull_requests: "write" } as const;
const EVENTS = [
  ...["issues", "issue_comment", "pull_request", "pull_request_review", "pull_request_review_comment"],
  ...["pull_request_review_thread", "check_suite", "repository"],
];

interface Ground {
  accounts: Account[];
  nextId(): number;
  now(): Date;
}

/** An App as the plan has it, with keys of its own. */
export async function makeApp({ app: plan = {} }: Plan, { accounts, nextId, now }: Ground): Promise<App> {
  const {
    slug = "catalyst",
    permissions = PERMISSIONS,
    events = EVENTS,
    webhookUrl = null,
    areCommitsSigned = false,
    hasDeviceFlow = true,
    deviceSeconds = 5,
  } = plan;
  const keys = await GENERATE("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const bot: Account = { id: nextId(), login: `${slug}[bot]`, type: "Bot", token: null };
  return {
    id: nextId(),
    clientId: makeToken("Iv23", 16).replace("_", ""),
    owner: accounts.find(({ type }) => type === "Organization") ?? accounts[0] ?? bot,
    webhook: { id: nextId(), url: webhookUrl, secret: makeToken("whs") },
    createdAt: now(),
    ...{ slug, permissions, events, bot, areCommitsSigned, hasDeviceFlow, deviceSeconds, ...keys },
  };
}

interface Registered {
  slug: string;
  permissions: Permissions;
  events: readonly string[];
  owner: Account;
}

/** The world's App becomes another: installed nowhere yet. */
export async function renewApp(world: World, { owner, ...plan }: Registered): Promise<void> {
  const app = await makeApp({ app: plan }, world);
  world.accounts.push(app.bot);
  world.installations.length = 0;
  world.tokens.clear();
  // No manifest can say that people may be asked who they are.
  Object.assign(world.app, app, { owner, hasDeviceFlow: false });
}
