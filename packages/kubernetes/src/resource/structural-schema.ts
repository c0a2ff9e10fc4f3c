import { z } from "zod";

type Schema = Record<string, unknown>;

/** As an API server takes it: it knows fewer words than JSON Schema, and a few of its own, which stand in the schema's `meta`. */
export function structuralSchema(schema: z.ZodType): Schema {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, {
    target: "openapi-3.0",
    io: "input",
    override: ({ jsonSchema }) => adapt(jsonSchema as Schema),
  });
  return made;
}

function adapt(schema: Schema): void {
  // What isn't named is dropped, or refused where that is asked for: that is how the API server closes a schema.
  delete schema.additionalProperties;
  if (schema["x-kubernetes-int-or-string"] === true) {
    schema.anyOf = [{ type: "integer" }, { type: "string" }];
  }
  // Its own reading of a format is the one that counts.
  if (schema.format === "date-time" || schema.format === "uuid") {
    delete schema.pattern;
  }
}
