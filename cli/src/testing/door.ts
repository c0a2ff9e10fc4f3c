import { randomUUID } from "node:crypto";
import { type ContinueTaskDeps, type SubmitTaskDeps, sealCredential } from "@catalyst/core";
import type { Stores } from "../open-stores.ts";

/** The provider of environments on one machine. */
const ENVIRONMENT_NAMESPACE = "local";

/** What asking for work, or for more of it, needs. */
export function doorOf({ tasks, accounts, repos, openSealing }: Stores): SubmitTaskDeps & ContinueTaskDeps {
  return {
    tasks,
    accounts,
    repos,
    sealKey: async (identity, secret) => sealCredential(identity, secret, await openSealing()),
    environmentNamespace: ENVIRONMENT_NAMESPACE,
    newId: randomUUID,
    now: () => new Date(),
  };
}
