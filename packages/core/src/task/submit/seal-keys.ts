import type { Actor } from "../../account/actor.ts";
import { may } from "../../account/rights/may.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { AgentCredential, CredentialSecret } from "../../credential/credential.ts";
import { kindOfSecret } from "../../credential/subscription/kind-of-secret.ts";
import { titleCredential } from "../../credential/subscription/name-credential.ts";
import type { TaskKey } from "./task-request.ts";

type Identity = Pick<AgentCredential, "id" | "provider" | "userId" | "teamId" | "taskId" | "createdAt">;

export interface SealKeysDeps {
  sealKey: (identity: Identity, secret: CredentialSecret) => Promise<AgentCredential>;
  newId: () => string;
  now: () => Date;
}

export interface BroughtKeys {
  keys: readonly TaskKey[];
  taskId: string;
  /** Whose they are. */
  userId: string;
  actor: Actor;
}

/**
 * Keys that somebody brings along, sealed for a task alone. Throws for a subscription that isn't brought by the machine's owner, and
 * for a ChatGPT login.
 */
export async function sealKeys(
  { keys, taskId, userId, actor }: BroughtKeys,
  { sealKey, newId, now }: SealKeysDeps,
): Promise<AgentCredential[]> {
  for (const key of keys) {
    checkBrought(key, actor);
  }
  return Promise.all(
    keys.map(({ provider, key, baseUrl }) =>
      sealKey({ id: newId(), provider, userId, teamId: null, taskId, createdAt: now() }, { key, baseUrl }),
    ),
  );
}

function checkBrought({ provider, key }: TaskKey, actor: Actor): void {
  const kind = kindOfSecret(provider, key);
  if (kind === "key") {
    return;
  }
  const attempt = `Taking the ${titleCredential({ provider, kind })} for one task failed`;
  if (provider === "openai") {
    throw new CatalystError(
      "invalid_input",
      `${attempt}: when it is renewed, the renewed login would end with the task.`,
      {
        way: { kind: "sign_in_to_provider", provider },
      },
    );
  }
  if (!may(actor, "bring_subscription", null)) {
    throw new CatalystError(
      "forbidden",
      `${attempt}: only the machine's owner brings one along, at the machine. Store it instead.`,
      { way: { kind: "add_credential", providers: [provider] } },
    );
  }
}
