import type { Schema } from "./row.ts";

/** Resolves a schema that is named by its reference. */
export type Resolve = (reference: string) => Schema;

/**
 * Where the value has a key that no part of the schema names, as JSON pointers. GitHub's description seldom forbids unknown
 * properties, so that a misspelt one would pass; an object without any named property is open.
 */
export function findUnknownKeys(schema: Schema, value: unknown, resolve: Resolve): string[] {
  return search({ schemas: spread(schema, resolve), value, at: "" }, resolve);
}

interface Place {
  schemas: Schema[];
  value: unknown;
  at: string;
}

function search({ schemas, value, at }: Place, resolve: Resolve): string[] {
  if (Array.isArray(value)) {
    const items = schemas.flatMap(({ items }) => (items ? spread(items, resolve) : []));
    return value.flatMap((item, index) => search({ schemas: items, value: item, at: `${at}/${index}` }, resolve));
  }
  if (typeof value !== "object" || value === null || isOpen(schemas)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const properties = schemas.flatMap(({ properties }) =>
      properties && Object.hasOwn(properties, key) ? [properties[key] ?? {}] : [],
    );
    const found = properties.flatMap((property) => spread(property, resolve));
    return found.length === 0
      ? [`${at}/${key}`]
      : search({ schemas: found, value: inner, at: `${at}/${key}` }, resolve);
  });
}

/** The schema and all of its alternatives and parts, which may each name keys. */
function spread(schema: Schema, resolve: Resolve): Schema[] {
  if (schema.$ref) {
    return spread(resolve(schema.$ref), resolve);
  }
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [schema, ...parts.flatMap((part) => spread(part, resolve))];
}

function isOpen(schemas: Schema[]): boolean {
  const hasNames = schemas.some(({ properties }) => properties && Object.keys(properties).length > 0);
  const takesMore = ({ additionalProperties: more }: Schema) => more !== undefined && more !== false;
  return !hasNames || schemas.some(takesMore);
}
