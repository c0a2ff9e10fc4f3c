import type { CredentialProvider as CoreProvider } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { defineRoute } from "../contract/route.ts";

export const CredentialProvider = z
  .enum(["anthropic", "openai", "gemini", "openrouter", "ollama", "openai-compatible"] satisfies CoreProvider[])
  .meta({ id: "CredentialProvider" });

/** A key for a provider, as far as it is ever told. */
export const Credential = z
  .object({
    id: z.uuid(),
    provider: CredentialProvider,
    /** The last 4 characters of the key; empty when it is short or there is none. */
    hint: z.string(),
    baseUrl: z.string().nullable(),
    createdAt: Time,
    lastUsedAt: Time.nullable(),
  })
  .meta({ id: "Credential" });
export type Credential = z.infer<typeof Credential>;

/** A credential by its id, or by its provider. */
const CredentialParams = z.strictObject({ credential: z.string().min(1).max(50) });

const NewCredential = z
  .strictObject({
    provider: CredentialProvider,
    /** Left out for ollama, which has none. */
    key: z.string().max(8192).default(""),
    baseUrl: z.string().max(2048).nullable().default(null),
    /** Take the place of the one that is there. */
    replace: z.boolean().default(false),
  })
  .meta({ id: "NewCredential" });

const Tested = z
  .object({ outcome: z.enum(["ok", "rejected", "unreachable"]), detail: z.string() })
  .meta({ id: "TestedCredential" });

const Rotated = z
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
    summary: "The keys that are stored, without the keys",
    request: {},
    response: { status: 200, description: "All of them", schema: z.object({ data: z.array(Credential) }) },
    errors: [],
  }),
  addCredential: defineRoute({
    method: "post",
    path: "/credentials",
    operationId: "addCredential",
    summary: "Stores a key, sealed to the gateway",
    request: { body: NewCredential },
    response: { status: 201, description: "It is stored", schema: Credential },
    errors: ["conflict", "gateway_unavailable"],
  }),
  removeCredential: defineRoute({
    method: "delete",
    path: "/credentials/{credential}",
    operationId: "removeCredential",
    summary: "Deletes a key",
    request: { params: CredentialParams },
    response: { status: 204, description: "It is gone" },
    errors: ["not_found"],
  }),
  testCredential: defineRoute({
    method: "post",
    path: "/credentials/{credential}/test",
    operationId: "testCredential",
    summary: "Tries a key with one cheap request to its provider",
    request: { params: CredentialParams },
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
