import type { Schema } from "./row.ts";

/** By operation and status: where GitHub's description contradicts itself, and what is taken instead. */
export const CORRECTIONS: Readonly<Record<string, Schema>> = {
  // An account that is a user and an enterprise at once; the same installation alone is described well.
  "apps/list-installations 200": { type: "array", items: { $ref: "#/components/schemas/installation" } },
};
