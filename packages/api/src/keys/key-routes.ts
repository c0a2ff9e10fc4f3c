import type { KeyScope as CoreScope } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { ProjectName } from "../contract/project-query.ts";
import { Reference } from "../contract/reference.ts";
import { defineRoute } from "../contract/route.ts";
import { Role } from "../teams/team-routes.ts";

/** What a key may be used for; which routes that are: `contract/scopes.ts`. */
export const KeyScope = z
  .enum(["tasks:read", "tasks:write", "settings", "secrets", "credentials", "teams"] satisfies CoreScope[])
  .meta({ id: "KeyScope" });
export type KeyScope = z.infer<typeof KeyScope>;

/** A key, without the key. */
export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** Its first characters. */
    prefix: z.string(),
    /** The most that it may. */
    role: Role,
    scopes: z.array(KeyScope),
    /** Where it counts alone; both null: wherever its person may. */
    team: z.string().nullable(),
    project: z.string().nullable(),
    expiresAt: Time.nullable(),
    /** To the minute. */
    lastUsedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

export const KEY_ROUTES = {
  listApiKeys: defineRoute({
    method: "get",
    path: "/api-keys",
    operationId: "listApiKeys",
    summary: "One's own API keys, without the keys",
    request: {},
    response: {
      status: 200,
      description: "All of them, the newest first",
      schema: z.object({ data: z.array(ApiKey) }),
    },
    errors: [],
  }),
  createApiKey: defineRoute({
    method: "post",
    path: "/api-keys",
    operationId: "createApiKey",
    summary: "Makes an API key, which is told this once",
    isSecret: true,
    request: {
      body: z
        .strictObject({
          name: z.string().min(1).max(400),
          role: Role.default("member"),
          scopes: z.array(KeyScope).min(1).max(KeyScope.options.length),
          team: Reference.nullable().default(null),
          project: ProjectName.nullable().default(null),
          expiresAt: Time.nullable().default(null),
        })
        .meta({ id: "NewApiKey" }),
    },
    response: {
      status: 201,
      description: "The key, and what is kept of it",
      schema: z.object({ apiKey: ApiKey, key: z.string() }).meta({ id: "MadeApiKey" }),
    },
    errors: ["not_found", "conflict"],
  }),
  removeApiKey: defineRoute({
    method: "delete",
    path: "/api-keys/{key}",
    operationId: "removeApiKey",
    summary: "Ends an API key, by its id or its name",
    request: { params: z.strictObject({ key: z.string().min(1).max(400) }) },
    response: { status: 204, description: "It is worth nothing any more, and streams that it follows end" },
    errors: ["not_found"],
  }),
};
