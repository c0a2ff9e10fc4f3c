import type { GitHubFinding as CoreFinding } from "@catalyst/core/forge";
import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { Host } from "./host.ts";
import { RepositoryName } from "./repository-name.ts";

const Id = z.int().positive();
const MachineUser = z.strictObject({ id: Id, login: z.string().min(1).max(255) });
/** What GitHub takes for one; it becomes a part of an address. */
const Login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/);

/** A GitHub App by which Catalyst hears and acts. Neither its key nor its secret is ever told. */
export const GitHubApp = z
  .object({
    id: z.uuid(),
    host: z.string(),
    appId: z.int(),
    slug: z.string(),
    /** It tells of what happens; else nothing is heard of it. */
    hasWebhook: z.boolean(),
    machineUsers: z.array(MachineUser),
    createdAt: z.iso.datetime(),
    /** Where it is installed, by whoever may at its GitHub. */
    installAddress: z.url(),
    /** People can link their accounts by it. */
    canLink: z.boolean(),
  })
  .meta({ id: "GitHubApp" });
export type GitHubApp = z.infer<typeof GitHubApp>;

/** An account that let an App in. */
export const GitHubInstallation = z
  .object({
    installationId: z.int(),
    account: z.string(),
    isSuspended: z.boolean(),
    /** How many repositories it shows. */
    count: z.int(),
    /** The first hundred of them, `owner/name`. */
    repositories: z.array(z.string()),
  })
  .meta({ id: "GitHubInstallation" });
export type GitHubInstallation = z.infer<typeof GitHubInstallation>;

const CHECKS = [
  ...(["key", "permissions", "webhook"] as const),
  ...(["installed", "repository", "account", "rules"] as const),
] satisfies CoreFinding["check"][];

/** How something of an App, or of a repository where it is to work, stands at its GitHub. */
export const GitHubFinding = z
  .object({
    host: z.string(),
    app: z.string(),
    /** `owner/name`; null: it is about the App itself. */
    repository: z.string().nullable(),
    check: z.enum(CHECKS),
    /** `limited`: it works, with something to know. */
    state: z.enum(["ok", "limited", "failed"]),
    detail: z.string(),
    /** Where a person mends it; null: there is nothing to mend, or no page for it. */
    page: z.string().nullable(),
    /** What to press there. */
    clicks: z.string().nullable(),
  })
  .meta({ id: "GitHubFinding" });
export type GitHubFinding = z.infer<typeof GitHubFinding>;

/** An App as everybody who works here sees it. */
export const GitHubSetup = z
  .object({
    host: z.string(),
    slug: z.string(),
    /** It tells of what happens; else nothing is heard of it. */
    hasWebhook: z.boolean(),
    /** People can link their accounts by it. */
    canLink: z.boolean(),
    /** How many accounts let it in, as it was noted last. */
    installations: z.int(),
    /** The accounts, by what they are called, that people pick as assignee or reviewer for it: GitHub lets no App be picked. */
    pickedAs: z.array(z.string()),
    /** Where it is installed, by whoever may at its GitHub. */
    installAddress: z.url(),
  })
  .meta({ id: "GitHubSetup" });
export type GitHubSetup = z.infer<typeof GitHubSetup>;

export const GITHUB_APP_ROUTES = {
  getGitHubSetup: defineRoute({
    method: "get",
    path: "/github/setup",
    operationId: "getGitHubSetup",
    summary: "How far GitHub is set up: its Apps, and how many accounts let them in",
    request: {},
    response: { status: 200, description: "The oldest App first", schema: z.object({ data: z.array(GitHubSetup) }) },
    errors: [],
  }),
  listGitHubApps: defineRoute({
    method: "get",
    path: "/github/apps",
    operationId: "listGitHubApps",
    summary: "The GitHub Apps by which Catalyst hears and acts",
    request: {},
    response: {
      status: 200,
      description: "All of them, the oldest first",
      schema: z.object({ data: z.array(GitHubApp) }),
    },
    errors: [],
  }),
  addGitHubApp: defineRoute({
    method: "post",
    path: "/github/apps",
    operationId: "addGitHubApp",
    summary: "Adds a GitHub App that exists",
    isSecret: true,
    request: {
      body: z
        .strictObject({
          host: Host.default("github.com"),
          appId: Id,
          slug: z.string().regex(/^[a-z0-9-]{1,100}$/),
          /** PEM, as GitHub makes it. */
          privateKey: z.string().min(1).max(16_384),
          /** What its deliveries are signed with; null: it sends none. */
          webhookSecret: z.string().min(16).max(1024).nullable().default(null),
          /** By which people link their accounts; null: they can't. */
          clientId: z.string().min(1).max(255).nullable().default(null),
          /** Accounts that people pick as assignee or reviewer for Catalyst. */
          machineUsers: z.array(MachineUser).max(20).default([]),
        })
        .meta({ id: "NewGitHubApp" }),
    },
    response: { status: 201, description: "What is kept of it", schema: GitHubApp },
    errors: ["conflict", "unavailable"],
  }),
  convertGitHubManifest: defineRoute({
    method: "post",
    path: "/github/apps/manifest",
    operationId: "convertGitHubManifest",
    summary: "Adds the GitHub App that a manifest's code stands for",
    isSecret: true,
    request: {
      body: z
        .strictObject({
          host: Host.default("github.com"),
          /** As GitHub gave it to the browser: it counts once, and for an hour. */
          code: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/),
          /** Its manifest has a webhook that is on: where it hasn't, what happens is looked for. GitHub makes a secret for it all the same. */
          hasWebhook: z.boolean().default(true),
          /** Accounts that people pick as assignee or reviewer for Catalyst. */
          machineUsers: z.array(MachineUser).max(20).default([]),
        })
        .meta({ id: "GitHubManifestCode" }),
    },
    response: { status: 201, description: "What is kept of it", schema: GitHubApp },
    errors: ["not_found", "conflict", "unavailable"],
  }),
  changeGitHubApp: defineRoute({
    method: "patch",
    path: "/github/apps/{app}",
    operationId: "changeGitHubApp",
    summary: "Adds and removes accounts that people pick as assignee or reviewer for Catalyst",
    request: {
      params: z.strictObject({ app: z.uuid() }),
      body: z
        .strictObject({
          /** `id` null: it is looked up by the login. */
          addUsers: z
            .array(z.strictObject({ login: Login, id: Id.nullable().default(null) }))
            .max(20)
            .default([]),
          /** By login. */
          removeUsers: z.array(Login).max(20).default([]),
        })
        .meta({ id: "GitHubAppChange" }),
    },
    response: { status: 200, description: "What is kept of it", schema: GitHubApp },
    errors: ["not_found", "conflict", "unavailable"],
  }),
  lookAtGitHubInstallations: defineRoute({
    method: "post",
    path: "/github/apps/{app}/installations",
    operationId: "lookAtGitHubInstallations",
    summary: "Asks its GitHub who let an App in, and notes it",
    request: { params: z.strictObject({ app: z.uuid() }) },
    response: {
      status: 200,
      description: "All of them",
      schema: z.object({ data: z.array(GitHubInstallation) }),
    },
    errors: ["not_found", "unavailable"],
  }),
  inspectGitHub: defineRoute({
    method: "post",
    path: "/github/inspect",
    operationId: "inspectGitHub",
    summary: "Looks at how the GitHub Apps, and repositories where they are to work, stand",
    request: {
      body: z.strictObject({
        /** null: those that the Apps are shown. */
        repository: RepositoryName.nullable().default(null),
        /** Labels by which people ask for work are made where they aren't there. */
        isMending: z.boolean().default(false),
      }),
    },
    response: {
      status: 200,
      description: "What was found of each",
      schema: z.object({
        data: z.array(GitHubFinding),
        /** How many repositories weren't looked at, as there are too many. */
        leftOut: z.int(),
      }),
    },
    errors: ["unavailable"],
  }),
  removeGitHubApp: defineRoute({
    method: "delete",
    path: "/github/apps/{app}",
    operationId: "removeGitHubApp",
    summary: "Forgets a GitHub App, with what it told",
    request: { params: z.strictObject({ app: z.uuid() }) },
    response: { status: 204, description: "It is forgotten here; at its GitHub it stays" },
    errors: ["not_found"],
  }),
};
