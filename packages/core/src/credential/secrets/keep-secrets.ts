import type { AccountStore } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import type { ProjectAction, SeenProject } from "../../account/rights/may.ts";
import { type PermitDeps, permitRepository } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import { VariableName } from "../../settings/variables.ts";
import { hasRoomForSecret, type ProjectSecret, type ProjectSecretStore, SecretValue } from "../project-secret.ts";
import { sealProjectSecret } from "../seal-project-secret.ts";

const SHOWN_CHARACTERS = 80;

export interface SecretsOfInput {
  actor: Actor;
  repoId: string;
}

export interface SecretsDeps {
  accounts: Pick<AccountStore, "findProject">;
  secrets: ProjectSecretStore;
}

/** The secrets of a repository's setup hook, by name. Throws `not_found` for one that isn't there. */
export async function listSecrets(input: SecretsOfInput, deps: SecretsDeps): Promise<ProjectSecret[]> {
  await findProject(input, { action: "see", attempt: "Listing the secrets" }, deps);
  return deps.secrets.list(input.repoId);
}

export interface StoredSecret {
  secret: ProjectSecret;
  /** There was one of that name. */
  isReplaced: boolean;
}

/** Seals and stores a secret in the place of one with its name. Throws `invalid_input` for a name or value that can't be one. */
export async function addSecret(
  input: SecretsOfInput & { name: string; value: string },
  deps: SecretsDeps & { openSealing(): Promise<SealingKeys>; newId(): string; now(): Date },
): Promise<StoredSecret> {
  const name = checkSecretName(input.name);
  const { repoId } = input;
  const attempt = `Storing the secret ${name}`;
  const { id: projectId } = await findProject(input, { action: "keep_secrets", attempt }, deps);
  const value = SecretValue.safeParse(input.value);
  if (!value.success) {
    throw refuse(name, value.error.issues[0]?.message ?? "its value can't be stored");
  }
  const identity = { id: deps.newId(), projectId, repoId, name, createdAt: deps.now() };
  const secret = sealProjectSecret(identity, value.data, await deps.openSealing());
  let isReplaced = false;
  await deps.secrets.put(secret, (stored) => {
    if (!hasRoomForSecret(stored, { name, value: value.data })) {
      throw refuse(name, "all secrets of a repository may have 32 KiB together; remove one that isn't needed");
    }
    isReplaced = stored.some((one) => one.name === name);
  });
  return { secret, isReplaced };
}

/** Throws `not_found` where there is none of that name. */
export async function removeSecret(input: SecretsOfInput & { name: string }, deps: SecretsDeps): Promise<void> {
  const shown = show(input.name);
  await findProject(input, { action: "keep_secrets", attempt: `Removing the secret ${shown}` }, deps);
  if (!(await deps.secrets.delete(input.repoId, input.name))) {
    throw new CatalystError("not_found", `Removing the secret ${shown} failed: there is none for this repository.`, {
      way: { kind: "see_list", of: "secrets" },
    });
  }
}

/** Throws `invalid_input` for what can't be a variable's name. */
function checkSecretName(name: string): string {
  const parsed = VariableName.safeParse(name);
  if (!parsed.success) {
    throw refuse(name, parsed.error.issues[0]?.message ?? "it can't be a variable's name");
  }
  return parsed.data;
}

function findProject(
  { actor, repoId }: SecretsOfInput,
  { action, attempt }: { action: ProjectAction; attempt: string },
  deps: PermitDeps,
): Promise<SeenProject> {
  return permitRepository({ actor, action, repoId, attempt }, deps);
}

function refuse(name: string, problem: string): CatalystError {
  return new CatalystError("invalid_input", `Storing the secret ${show(name)} failed: ${problem}.`, {
    way: { kind: "add_secret", name: null },
  });
}

function show(name: string): string {
  return name.length <= SHOWN_CHARACTERS ? name : `${name.slice(0, SHOWN_CHARACTERS - 1)}…`;
}
