import type { Description } from "./description.ts";
import type { Schema } from "./row.ts";

/** The value without the keys that the description doesn't name: an older GitHub doesn't answer what it doesn't know. */
export function prune(description: Description, schema: Schema, value: unknown): unknown {
  const pruned = structuredClone(value);
  for (const pointer of description.findUnknown(schema, pruned)) {
    const names = pointer.split("/").slice(1);
    const last = names.pop() ?? "";
    const place = names.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], pruned);
    delete (place as Record<string, unknown>)[last];
  }
  return pruned;
}
