import { CatalystError } from "../../catalyst-error.ts";
import type { AccountStore } from "../account-store.ts";
import { type Actor, type KeyBounds, personOf } from "../actor.ts";
import { cleanDisplayName } from "../display-name.ts";
import type { AuditStore } from "../people/audit-entry.ts";
import { noteOf } from "../people/note-of.ts";
import { findNamed } from "../project-of.ts";
import { forbidden, permitBeside } from "../rights/permit.ts";
import type { Role } from "../rights/role.ts";
import { type PermitTeamDeps, permitTeam } from "../teams/permit-team.ts";
import type { ApiKey, KeyScope } from "./api-key.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import { hashKeyToken, makeKeyToken, prefixOfToken } from "./key-token.ts";

/** Of one person. */
const MAX_KEYS = 100;

export interface MakeKeyInput {
  actor: Actor;
  name: string;
  /** The most that it may. */
  role: Role;
  scopes: readonly KeyScope[];
  /** It counts in this team alone, or in this project; both null: wherever the person may. */
  team: string | null;
  project: string | null;
  expiresAt: Date | null;
}

export interface MakeKeyDeps extends PermitTeamDeps {
  keys: Pick<ApiKeyStore, "insert">;
  accounts: Pick<AccountStore, "findNamedProject">;
  audit: Pick<AuditStore, "add">;
  newId(): string;
  now(): Date;
}

/**
 * A new key of the actor's own. `token` is never told again. It may never more than the person may when it is used, whatever it is
 * made for. Throws `invalid_input`, `conflict`, `not_found` and `forbidden`.
 */
export async function makeKey(input: MakeKeyInput, deps: MakeKeyDeps): Promise<{ key: ApiKey; token: string }> {
  const attempt = "Making an API key";
  const userId = keeperOf(input.actor, attempt);
  const { role, scopes, expiresAt } = input;
  const name = cleanDisplayName(input.name, attempt);
  checkScopes(scopes, attempt);
  if (expiresAt !== null && expiresAt <= deps.now()) {
    throw new CatalystError("invalid_input", `${attempt} failed: it would have expired already.`);
  }
  const { within, teamId } = await findBounds({ ...input, attempt }, deps);
  const token = makeKeyToken();
  const key: ApiKey = {
    id: deps.newId(),
    userId,
    name,
    prefix: prefixOfToken(token),
    role,
    within,
    scopes: [...new Set(scopes)],
    expiresAt,
    lastUsedAt: null,
    createdAt: deps.now(),
  };
  await deps.keys.insert(key, hashKeyToken(token), { most: MAX_KEYS, refuse: () => refuseMore(attempt) });
  const facts = { key: key.id, name, role, scopes: key.scopes.join(" ") };
  await deps.audit.add(noteOf({ actor: input.actor, kind: "key_made", teamId, facts }));
  return { key, token };
}

function refuseMore(attempt: string): CatalystError {
  return new CatalystError("conflict", `${attempt} failed: you have ${MAX_KEYS}. Remove one first.`, {
    way: { kind: "see_list", of: "keys" },
  });
}

/** The actor's own keys, the newest first. Throws `forbidden`. */
export async function listKeys(
  { actor }: { actor: Actor },
  { keys }: { keys: Pick<ApiKeyStore, "list"> },
): Promise<ApiKey[]> {
  return keys.list(keeperOf(actor, "Looking at API keys"));
}

export interface EndKeyDeps {
  keys: Pick<ApiKeyStore, "list" | "end">;
  accounts: Pick<AccountStore, "findProjectById">;
  audit: Pick<AuditStore, "add">;
}

/** Ends a key of the actor's own, and all that was opened with it. Throws `not_found` and `forbidden`. */
export async function endKey(
  { actor, key }: { actor: Actor; key: string },
  { keys, accounts, audit }: EndKeyDeps,
): Promise<void> {
  const attempt = "Removing an API key";
  const userId = keeperOf(actor, attempt);
  const found = (await keys.list(userId)).find(({ id, name }) => id === key || name === key);
  if (found === undefined || !(await keys.end({ id: found.id, userId }))) {
    throw new CatalystError("not_found", `${attempt} failed: you have none that is called ${key.slice(0, 100)}.`, {
      way: { kind: "see_list", of: "keys" },
    });
  }
  const { id, name, within } = found;
  const projectId = within?.kind === "project" ? within.projectId : null;
  const project = projectId === null ? null : await accounts.findProjectById({ projectId, userId });
  const teamId = within?.kind === "team" ? within.teamId : (project?.teamId ?? null);
  await audit.add(noteOf({ actor, kind: "key_ended", teamId, facts: { key: id, name } }));
}

function keeperOf(actor: Actor, attempt: string): string {
  permitBeside({ actor, action: "keep_own_keys", attempt });
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(attempt);
  }
  return userId;
}

function checkScopes(scopes: readonly KeyScope[], attempt: string): void {
  if (scopes.length === 0) {
    throw new CatalystError("invalid_input", `${attempt} failed: it would be for nothing. Say what it is for.`);
  }
}

async function findBounds(
  { actor, team, project, attempt }: Pick<MakeKeyInput, "actor" | "team" | "project"> & { attempt: string },
  deps: MakeKeyDeps,
): Promise<{ within: KeyBounds; teamId: string | null }> {
  if (team !== null && project !== null) {
    throw new CatalystError("invalid_input", `${attempt} failed: it is for a team or for a project, not for both.`);
  }
  if (team !== null) {
    const { id: teamId } = await permitTeam({ actor, action: "see_team", team, attempt }, deps);
    return { within: { kind: "team", teamId }, teamId };
  }
  if (project === null) {
    return { within: null, teamId: null };
  }
  const { id: projectId, teamId } = await findNamed({ actor, name: project, attempt }, deps);
  return { within: { kind: "project", projectId }, teamId };
}
