import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { Host } from "./host.ts";

/** An account of a GitHub that is somebody's here: what it asks for there is theirs to pay. */
const GitHubLink = z
  .object({
    host: z.string(),
    /** The number of the account: names change hands. */
    accountId: z.string(),
  })
  .meta({ id: "GitHubLink" });

/** A question at a GitHub who somebody is there. */
export const BegunGitHubLink = z
  .object({
    /** What the person types on the page. */
    userCode: z.string(),
    page: z.url(),
    /** How long to wait before it is asked each time what came of it. */
    intervalSeconds: z.number(),
    /** In seconds from now. */
    lifetimeSeconds: z.number(),
    /** What it is asked with what came of it, by the same person. */
    pending: z.string(),
  })
  .meta({ id: "BegunGitHubLink" });
export type BegunGitHubLink = z.infer<typeof BegunGitHubLink>;

const Answer = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("waiting"), intervalSeconds: z.number() }),
    z.object({ state: z.literal("linked"), host: z.string(), accountId: z.string(), login: z.string() }),
  ])
  .meta({ id: "AskedGitHubLink" });

/** As whom commits that you ask for are signed off, where a project wants that (`github.dco`). */
const SignOff = z
  .object({ name: z.string(), email: z.string(), agreedAt: z.iso.datetime() })
  .nullable()
  .meta({ id: "SignOff" });

const AnsweredSignOff = z.object({ signOff: SignOff });

export const GITHUB_LINK_ROUTES = {
  getSignOff: defineRoute({
    method: "get",
    path: "/github/sign-off",
    operationId: "getSignOff",
    summary: "As whom you let commits that you ask for be signed off",
    request: {},
    response: { status: 200, description: "null: you don't", schema: AnsweredSignOff },
    errors: [],
  }),
  putSignOff: defineRoute({
    method: "put",
    path: "/github/sign-off",
    operationId: "putSignOff",
    summary: "Lets commits that you ask for be signed off in your name",
    request: {
      body: z.strictObject({
        name: z
          .string()
          .trim()
          .min(1)
          .max(100)
          .regex(/^[^\p{C}<>]+$/u, "must be a name in one line"),
        email: z.email().max(254),
      }),
    },
    response: { status: 200, description: "What you agreed to", schema: AnsweredSignOff },
    errors: [],
  }),
  removeSignOff: defineRoute({
    method: "delete",
    path: "/github/sign-off",
    operationId: "removeSignOff",
    summary: "Takes it back: commits from then on are signed off by nobody",
    request: {},
    response: { status: 204, description: "You let nothing be signed off" },
    errors: [],
  }),
  listGitHubLinks: defineRoute({
    method: "get",
    path: "/github/links",
    operationId: "listGitHubLinks",
    summary: "Your accounts of GitHubs",
    request: {},
    response: {
      status: 200,
      description: "All of them, the oldest first",
      schema: z.object({ data: z.array(GitHubLink) }),
    },
    errors: [],
  }),
  beginGitHubLink: defineRoute({
    method: "post",
    path: "/github/links",
    operationId: "beginGitHubLink",
    summary: "Begins to link your account of a GitHub, by an App of it",
    isSecret: true,
    perMinute: 10,
    request: { body: z.strictObject({ host: Host.default("github.com") }) },
    response: { status: 200, description: "What you type where", schema: BegunGitHubLink },
    errors: ["not_found", "prerequisite_missing", "unavailable"],
  }),
  finishGitHubLink: defineRoute({
    method: "post",
    path: "/github/links/finish",
    operationId: "finishGitHubLink",
    summary: "Links the account once you agreed at its GitHub",
    isSecret: true,
    perMinute: 60,
    request: {
      body: z.strictObject({
        /** As it was answered to you when it began. */
        pending: z.string().min(1).max(4096),
      }),
    },
    response: { status: 200, description: "What came of it", schema: Answer },
    errors: ["not_found", "conflict", "prerequisite_missing", "unavailable"],
  }),
  removeGitHubLinks: defineRoute({
    method: "delete",
    path: "/github/links",
    operationId: "removeGitHubLinks",
    summary: "Takes your accounts of a GitHub from you",
    request: { query: z.strictObject({ host: Host.default("github.com") }) },
    response: { status: 204, description: "They are nobody's; what they asked for stays yours" },
    errors: ["not_found", "conflict"],
  }),
};
