import type { Schema } from "./row.ts";

const DIFF: Schema = { type: "string" };

/** By operation and status: where GitHub's description contradicts itself or leaves out, and what is taken instead, by media type. */
export const CORRECTIONS: Readonly<Record<string, Record<string, Schema>>> = {
  // An account that is a user and an enterprise at once; the same installation alone is described well.
  "apps/list-installations 200": {
    "application/json": { type: "array", items: { $ref: "#/components/schemas/installation" } },
  },
  // Described without a body, which has the reason.
  "pulls/request-reviewers 422": { "application/json": { $ref: "#/components/schemas/basic-error" } },
  // The words of the description name both forms.
  "pulls/get 200": {
    "application/json": { $ref: "#/components/schemas/pull-request" },
    "application/vnd.github.diff": DIFF,
    "application/vnd.github.patch": DIFF,
  },
};

/** Properties that may be left out though the description says otherwise, by the name of the schema. */
export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  // Most webhooks' descriptions forbid it.
  "team-simple": ["type"],
};

/** Properties that may be null though the description doesn't say it, by the name of the schema. */
export const NULLABLE: Readonly<Record<string, readonly string[]>> = {
  // A comment whose lines a push has changed is on no line.
  "pull-request-review-comment": ["line", "position", "original_line"],
};
