import type { ResultPolicy } from "@catalyst/core";
import { PROTECTED_PLACES } from "./protected-places.ts";

const MIB = 1024 * 1024;

/** What a result may hold by default. */
export const DEFAULT_RESULT_POLICY: ResultPolicy = {
  protectedPaths: PROTECTED_PLACES,
  maxFileBytes: 5 * MIB,
  maxPatchBytes: 20 * MIB,
  maxFiles: 2000,
};
