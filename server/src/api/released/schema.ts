/** JSON Schema, as far as the contract uses it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  [keyword: string]: unknown;
}

/** A schema, and the document that its references are of. */
export interface Placed {
  schema: Schema;
  schemas: Record<string, Schema>;
}

/** What a reference stands for. */
export function follow({ schema, schemas }: Placed): Placed {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? { schema, schemas } : follow({ schema: schemas[name] ?? {}, schemas });
}

/** Another schema of the same document. */
export function within({ schemas }: Placed, schema: Schema): Placed {
  return { schema, schemas };
}

export function isChoice({ schema: { anyOf, oneOf } }: Placed): boolean {
  return anyOf !== undefined || oneOf !== undefined;
}

/** All that a schema lets something be; but for a choice, itself alone. */
export function choicesOf({ schema, schemas }: Placed): Placed[] {
  return (schema.anyOf ?? schema.oneOf ?? [schema]).map((one) => follow({ schema: one, schemas }));
}
