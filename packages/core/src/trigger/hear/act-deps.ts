import type { SealKeysDeps } from "../../task/submit/seal-keys.ts";
import type { ActStores } from "./trigger-store.ts";

/** What the use cases need that a trigger may end in. */
export interface ActDeps extends ActStores, SealKeysDeps {
  environmentNamespace: string;
}
