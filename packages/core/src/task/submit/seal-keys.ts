import type { AgentCredential, CredentialSecret } from "../../credential/credential.ts";
import type { TaskKey } from "./task-request.ts";

type Identity = Pick<AgentCredential, "id" | "provider" | "userId" | "teamId" | "taskId" | "createdAt">;

export interface SealKeysDeps {
  sealKey: (identity: Identity, secret: CredentialSecret) => Promise<AgentCredential>;
  newId: () => string;
  now: () => Date;
}

/** Keys that somebody brings along, sealed for a task alone. */
export function sealKeys(
  { keys, taskId, userId }: { keys: readonly TaskKey[]; taskId: string; userId: string },
  { sealKey, newId, now }: SealKeysDeps,
): Promise<AgentCredential[]> {
  return Promise.all(
    keys.map(({ provider, key, baseUrl }) =>
      sealKey({ id: newId(), provider, userId, teamId: null, taskId, createdAt: now() }, { key, baseUrl }),
    ),
  );
}
