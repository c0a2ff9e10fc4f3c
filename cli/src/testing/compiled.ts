import { fileURLToPath } from "node:url";

/** As the launcher has it: what the processes of a test's home load isn't compiled anew for each of them. */
export const COMPILED = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../../../.runtime/compiled", import.meta.url)),
};
