import type { CredentialKind as CoreKind, CredentialProvider as CoreProvider } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { ProjectName, ProjectQuery } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { Wish } from "../wishes/wish.ts";

export const CredentialProvider = z
  .enum(["anthropic", "openai", "gemini", "openrouter", "ollama", "openai-compatible"] satisfies CoreProvider[])
  .meta({ id: "CredentialProvider" });

/** A key, whose use is paid for, or a subscription, which covers what its provider's own agent asks. */
export const CredentialKind = z.enum(["key", "subscription"] satisfies CoreKind[]).meta({ id: "CredentialKind" });

const OUTCOMES = ["ok", "rejected", "unreachable"] as const;

/** A key or a subscription for a provider, as far as it is ever told. */
export const Credential = z
  .object({
    id: z.uuid(),
    /** The word for it where one is named: a key's provider, `claude` or `chatgpt`. */
    name: z.string(),
    provider: CredentialProvider,
    kind: CredentialKind,
    /** The last 4 characters of the key, or of the ChatGPT account; empty when it is short or there is none. */
    hint: z.string(),
    /** The registry's agents that take it, as its owner's credentials are. */
    agents: z.array(z.string()),
    /** Why it must be signed in anew before anything is asked with it; null: it needn't. */
    signInNeeded: z.string().nullable(),
    /** How far the subscription is used up, as its provider told last; null: it didn't. */
    limit: z.object({ isReached: z.boolean(), resetsAt: Time.nullable() }).nullable(),
    baseUrl: z.string().nullable(),
    /** Whether it pays as well for what accounts of a forge ask that may write in a repository of its owner's projects. */
    isOpen: z.boolean(),
    createdAt: Time,
    lastUsedAt: Time.nullable(),
    /** What its provider said when it was tried last; null: it wasn't since it was stored. */
    lastTest: z.object({ outcome: z.enum(OUTCOMES), at: Time }).nullable(),
  })
  .meta({ id: "Credential" });
export type Credential = z.infer<typeof Credential>;

/** A credential by its id, or by its name. */
const CredentialParams = z.strictObject({ credential: z.string().min(1).max(50) });

const NewCredential = z
  .strictObject({
    provider: CredentialProvider,
    /**
     * The key, the token of a `claude setup-token`, or the auth.json of a `codex login`: which it is, is told by its form.
     * Left out for ollama, which has none.
     */
    key: z.string().max(32_768).default(""),
    baseUrl: z.string().max(2048).nullable().default(null),
    /** Take the place of the one that is there. */
    replace: z.boolean().default(false),
    /** A team's project: the key is the team's. */
    project: ProjectName.nullable().default(null),
  })
  .meta({ id: "NewCredential" });

const Tested = z.object({ outcome: z.enum(OUTCOMES), detail: z.string() }).meta({ id: "TestedCredential" });

export const Rotated = z
  .object({
    keyId: z.string(),
    wrappedCount: z.int(),
    /** Older keys that something is sealed to still. */
    neededKeyIds: z.array(z.string()),
    /** What may be removed from where the keys are given to the gateway; null: it keeps them itself. */
    removableKeyIds: z.array(z.string()).nullable(),
    problems: z.array(z.string()),
  })
  .meta({ id: "RotatedKeys" });

export const CREDENTIAL_ROUTES = {
  listCredentials: defineRoute({
    method: "get",
    path: "/credentials",
    operationId: "listCredentials",
    summary: "The keys and subscriptions that are stored, without the keys: one's own, or those of a project's team",
    request: { query: ProjectQuery },
    response: { status: 200, description: "All of them", schema: z.object({ data: z.array(Credential) }) },
    errors: ["not_found"],
  }),
  addCredential: defineRoute({
    method: "post",
    path: "/credentials",
    operationId: "addCredential",
    summary: "Stores a key or a subscription, sealed to the gateway",
    request: { body: NewCredential },
    response: { status: 201, description: "It is stored", schema: Credential },
    errors: ["not_found", "conflict", "gateway_unavailable"],
  }),
  signInToChatGpt: defineRoute({
    method: "post",
    path: "/credentials/chatgpt/sign-in",
    operationId: "signInToChatGpt",
    summary:
      "Signs whoever asks in to ChatGPT, by a code that is told as the wish's progress; the login is stored as theirs",
    perMinute: 5,
    request: {
      body: z.strictObject({
        /** Take the place of the one that is there. */
        replace: z.boolean().default(false),
      }),
    },
    response: { status: 202, description: "A worker is at it", schema: Wish, location: "/wishes/{id}" },
    errors: ["unavailable"],
  }),
  removeCredential: defineRoute({
    method: "delete",
    path: "/credentials/{credential}",
    operationId: "removeCredential",
    summary: "Deletes a key or a subscription",
    request: { params: CredentialParams, query: ProjectQuery },
    response: { status: 204, description: "It is gone" },
    errors: ["not_found"],
  }),
  openCredential: defineRoute({
    method: "put",
    path: "/credentials/{credential}/access",
    operationId: "openCredential",
    summary: "Opens a key to everyone who may write in the owner's repositories, or closes it",
    request: { params: CredentialParams, query: ProjectQuery, body: z.strictObject({ isOpen: z.boolean() }) },
    response: { status: 200, description: "It is so", schema: Credential },
    errors: ["not_found"],
  }),
  testCredential: defineRoute({
    method: "post",
    path: "/credentials/{credential}/test",
    operationId: "testCredential",
    summary: "Tries a key or a subscription with one cheap request to its provider",
    perMinute: 20,
    request: { params: CredentialParams, query: ProjectQuery },
    response: { status: 200, description: "What the provider said", schema: Tested },
    errors: ["not_found", "gateway_unavailable", "invalid_configuration"],
  }),
  rotateKeys: defineRoute({
    method: "post",
    path: "/credentials/rotate",
    operationId: "rotateKeys",
    summary: "Has the gateway change the key that all is sealed to",
    request: {},
    response: { status: 200, description: "What it did", schema: Rotated },
    errors: ["gateway_unavailable", "invalid_configuration"],
  }),
};
