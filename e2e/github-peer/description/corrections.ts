import type { Schema } from "./row.ts";

const DIFF: Schema = { type: "string" };

/** By operation and status: where GitHub's description contradicts itself or leaves out, and what is taken instead, by media type. */
export const CORRECTIONS: Readonly<Record<string, Record<string, Schema>>> = {
  // An account that is a user and an enterprise at once; the same installation alone is described well.
  "apps/list-installations 200": {
    "application/json": { type: "array", items: { $ref: "#/components/schemas/installation" } },
  },
  // The words of the description name both forms.
  "pulls/get 200": {
    "application/json": { $ref: "#/components/schemas/pull-request" },
    "application/vnd.github.diff": DIFF,
    "application/vnd.github.patch": DIFF,
  },
};
