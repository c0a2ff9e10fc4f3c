import { randomUUID } from "node:crypto";
import { type ContinueTaskDeps, LOCAL_NAMESPACE, type SubmitTaskDeps, sealCredential } from "@catalyst/core";
import type { Stores } from "../open-stores.ts";

/** What asking for work, or for more of it, needs. */
export function doorOf({ tasks, accounts, repos, openSealing }: Stores): SubmitTaskDeps & ContinueTaskDeps {
  return {
    tasks,
    accounts,
    repos,
    sealKey: async (identity, secret) => sealCredential(identity, secret, await openSealing()),
    environmentNamespace: LOCAL_NAMESPACE,
    newId: randomUUID,
    now: () => new Date(),
  };
}
