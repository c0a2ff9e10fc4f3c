import { z } from "zod";
import { PageQuery, pageOf, Time } from "../contract/page.ts";
import { defineRoute } from "../contract/route.ts";
import { Repository } from "./repository.ts";

const RepositoryParams = z.strictObject({ repository: z.uuid() });
const SecretParams = RepositoryParams.extend({ name: z.string().min(1).max(100) });
const Secret = z.object({ name: z.string(), createdAt: Time }).meta({ id: "Secret" });

/** Repositories, and the secrets of their setup hooks. */
export const REPOSITORY_ROUTES = {
  listRepositories: defineRoute({
    method: "get",
    path: "/repositories",
    operationId: "listRepositories",
    summary: "The repositories that are known, by their address",
    request: { query: PageQuery },
    response: { status: 200, description: "A page of them", schema: pageOf(Repository) },
    errors: [],
  }),
  listSecrets: defineRoute({
    method: "get",
    path: "/repositories/{repository}/secrets",
    operationId: "listSecrets",
    summary: "The names of a repository's secrets",
    request: { params: RepositoryParams },
    response: { status: 200, description: "All of them", schema: z.object({ data: z.array(Secret) }) },
    errors: ["not_found"],
  }),
  putSecret: defineRoute({
    method: "put",
    path: "/repositories/{repository}/secrets/{name}",
    operationId: "putSecret",
    summary: "Stores a secret for a repository's setup hook, sealed to the gateway",
    request: {
      params: SecretParams,
      body: z.strictObject({ value: z.string().max(16 * 1024) }).meta({ id: "NewSecret" }),
    },
    response: { status: 200, description: "It is stored", schema: Secret },
    errors: ["not_found", "conflict", "gateway_unavailable"],
  }),
  removeSecret: defineRoute({
    method: "delete",
    path: "/repositories/{repository}/secrets/{name}",
    operationId: "removeSecret",
    summary: "Deletes a secret",
    request: { params: SecretParams },
    response: { status: 204, description: "It is gone" },
    errors: ["not_found"],
  }),
};
