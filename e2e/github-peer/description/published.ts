import { CORRECTIONS } from "./corrections.ts";
import { DESCRIPTION_ID, type Operation, type Parameter, type Schema } from "./row.ts";

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

interface PublishedParameter {
  $ref?: string;
  name: string;
  in: Parameter["in"];
  required?: boolean;
  schema?: Schema;
}

interface PublishedOperation {
  operationId: string;
  parameters?: PublishedParameter[];
  requestBody?: Content & { required?: boolean };
  responses: Record<string, Content & { $ref?: string }>;
}

/** GitHub's description as it is published: OpenAPI 3.0 and its webhooks. */
export interface Published {
  paths: Record<string, Record<string, PublishedOperation>>;
  "x-webhooks": Record<string, { post: { requestBody: { content: Record<string, { schema?: Schema }> } } }>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, PublishedParameter>;
    responses: Record<string, Content>;
  };
}

export function readOperation(published: Published, { method, path }: { method: string; path: string }): Operation {
  const operation = published.paths[path]?.[method];
  if (!operation) {
    throw new Error(`GitHub's description has no ${method} ${path}.`);
  }
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  const answers = Object.entries(operation.responses).map(([status, answer]) => [
    status,
    readAnswer(published, `${operation.operationId} ${status}`, answer),
  ]);
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: (operation.parameters ?? []).map((parameter) => readParameter(published, parameter)),
    body: body ? translate(body) : null,
    isBodyRequired: operation.requestBody?.required ?? false,
    answers: Object.fromEntries(answers),
  };
}

function readAnswer(published: Published, name: string, answer: Content & { $ref?: string }): Record<string, Schema> {
  const correction = CORRECTIONS[name];
  if (correction) {
    return readContent({
      content: Object.fromEntries(Object.entries(correction).map(([type, schema]) => [type, { schema }])),
    });
  }
  return readContent(answer.$ref ? (published.components.responses[lastPart(answer.$ref)] ?? {}) : answer);
}

function readContent({ content = {} }: Content): Record<string, Schema> {
  return Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, translate(schema ?? {})]));
}

function readParameter(published: Published, parameter: PublishedParameter): Parameter {
  const whole = parameter.$ref ? published.components.parameters[lastPart(parameter.$ref)] : parameter;
  if (!whole) {
    throw new Error(`GitHub's description has no parameter ${parameter.$ref}.`);
  }
  return { name: whole.name, in: whole.in, isRequired: whole.required ?? false, schema: translate(whole.schema ?? {}) };
}

const KEPT = ["type", "required", "enum", "format", "pattern", "minimum", "maximum", "minLength", "maxLength"];
const ALSO_KEPT = ["minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems"];
const LISTS = ["allOf", "anyOf", "oneOf"] as const;

/** OpenAPI's schema as JSON Schema: without words and examples, null where `nullable` allows it. */
export function translate(schema: Schema): Schema {
  if (schema.$ref) {
    return { $ref: `${DESCRIPTION_ID}#/$defs/${lastPart(schema.$ref)}` };
  }
  const plain: Schema = Object.fromEntries(
    [...KEPT, ...ALSO_KEPT].filter((key) => key in schema).map((key) => [key, schema[key]]),
  );
  if (schema.properties) {
    plain.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, translate(property)]),
    );
  }
  for (const list of LISTS.filter((name) => schema[name])) {
    plain[list] = schema[list]?.map(translate);
  }
  for (const key of ["items", "not", "additionalProperties"] as const) {
    const inner = schema[key];
    if (inner !== undefined) {
      plain[key] = (typeof inner === "object" ? translate(inner) : inner) as Schema;
    }
  }
  return schema.nullable === true ? allowNull(plain) : plain;
}

function allowNull(schema: Schema): Schema {
  if (typeof schema.type !== "string") {
    return { anyOf: [schema, { type: "null" }] };
  }
  const values = schema.enum && !schema.enum.includes(null) ? { enum: [...schema.enum, null] } : {};
  return { ...schema, ...values, type: [schema.type, "null"] };
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
