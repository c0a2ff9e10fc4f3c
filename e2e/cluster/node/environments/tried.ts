import { tryOnNode } from "./try-on-node.ts";

/** The one node of all that `environments.e2e.test.ts` loads. */
export const tried = tryOnNode();
