import { createHash } from "node:crypto";
import { DESCRIPTION_ID, type Schema } from "./row.ts";

const WORTH_SHARING = 600;

interface Shared {
  /** In the order of what was given. */
  schemas: Schema[];
  named: { name: string; schema: Schema }[];
}

/** Gives a name to each long part that is there more than once: GitHub writes out a repository in most of its webhooks. */
export function shareSchemas(given: readonly Schema[]): Shared {
  const counts = new Map<string, number>();
  const named = new Map<string, Schema>();
  const count = (value: unknown): void => {
    if (typeof value === "object" && value !== null) {
      const text = JSON.stringify(value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
      Object.values(value).forEach(count);
    }
  };
  const share = (value: unknown, isSchema: boolean): unknown => {
    if (typeof value !== "object" || value === null) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((item) => share(item, isSchema));
    }
    const text = JSON.stringify(value);
    const inner = () => mapValues(value, (each, key) => share(each, !isSchema || key !== "properties"));
    if (!isSchema || text.length < WORTH_SHARING || (counts.get(text) ?? 0) < 2) {
      return inner();
    }
    const name = `shared-${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
    if (!named.has(name)) {
      named.set(name, inner());
    }
    return { $ref: `${DESCRIPTION_ID}#/$defs/${name}` };
  };
  given.forEach(count);
  const schemas = given.map((schema) => share(schema, true) as Schema);
  return { schemas, named: [...named].map(([name, schema]) => ({ name, schema })) };
}

function mapValues(value: object, change: (value: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}
