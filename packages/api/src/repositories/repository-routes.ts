import { z } from "zod";
import { PageQuery, pageOf, Time } from "../contract/page.ts";
import { ProjectName } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { CheckedSettings } from "../settings/settings.ts";
import { NamedRepository, Repository } from "./repository.ts";

const RepositoryParams = z.strictObject({ repository: z.uuid() });
const SecretParams = RepositoryParams.extend({ name: z.string().min(1).max(100) });
const Secret = z.object({ name: z.string(), createdAt: Time }).meta({ id: "Secret" });
/** `isReplaced`: there was one of that name. */
const StoredSecret = z.object({ ...Secret.shape, isReplaced: z.boolean() }).meta({ id: "StoredSecret" });

/** What looking at a repository may fail with. */
const LOOKING_ERRORS = ["not_found", "unsupported"] as const;

/** Repositories, and the secrets of their setup hooks. */
export const REPOSITORY_ROUTES = {
  listRepositories: defineRoute({
    method: "get",
    path: "/repositories",
    operationId: "listRepositories",
    summary: "The repositories that are known, by their address",
    request: { query: PageQuery.extend({ project: ProjectName.optional() }) },
    response: { status: 200, description: "A page of them", schema: pageOf(Repository) },
    errors: ["not_found"],
  }),
  registerRepository: defineRoute({
    method: "post",
    path: "/repositories",
    operationId: "registerRepository",
    summary: "The repository that is meant, which is known from then on; a worker looks whether it can be used",
    request: {
      body: z
        .strictObject({ repository: NamedRepository, project: ProjectName.nullable().default(null) })
        .meta({ id: "NewRepository" }),
    },
    response: { status: 200, description: "It is known", schema: Repository },
    errors: LOOKING_ERRORS,
  }),
  putDefaultBranch: defineRoute({
    method: "put",
    path: "/repositories/{repository}/default-branch",
    operationId: "putDefaultBranch",
    summary: "Says which branch is the main one, where the repository doesn't say so itself",
    request: {
      params: RepositoryParams,
      body: z.strictObject({ branch: z.string().min(1).max(255) }).meta({ id: "NewDefaultBranch" }),
    },
    response: { status: 200, description: "The repository with it", schema: Repository },
    errors: LOOKING_ERRORS,
  }),
  checkSettings: defineRoute({
    method: "post",
    path: "/repositories/{repository}/settings/check",
    operationId: "checkSettings",
    summary: "Reads the settings for work on a repository as it would read them",
    request: {
      params: RepositoryParams,
      body: z
        .strictObject({
          /** A branch, tag or commit; null: as the files lie in a folder's checkout, committed or not. */
          base: z.string().min(1).max(255).nullable().default(null),
        })
        .meta({ id: "SettingsCheck" }),
    },
    response: { status: 200, description: "What counts, and who said it", schema: CheckedSettings },
    errors: [...LOOKING_ERRORS, "invalid_configuration"],
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
    response: { status: 200, description: "It is stored", schema: StoredSecret },
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
