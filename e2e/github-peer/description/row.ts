/** Plain JSON Schema, as ajv reads it: `nullable` of OpenAPI 3.0 is translated when a row is made. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  enum?: unknown[];
  [keyword: string]: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  isRequired: boolean;
  schema: Schema;
}

export interface Operation {
  id: string;
  method: string;
  /** With `{names}`, below the API's address. */
  path: string;
  parameters: Parameter[];
  body: Schema | null;
  isBodyRequired: boolean;
  /** By status, then by media type; no media type: an answer without a body. */
  answers: Record<string, Record<string, Schema>>;
}

/** A line of `fixtures/github.jsonl`. */
export type Row =
  | { kind: "source"; package: string; host: string }
  | { kind: "known"; operations: string[] }
  | { kind: "operation"; operation: Operation }
  | { kind: "webhook"; name: string; schema: Schema }
  | { kind: "schema"; name: string; schema: Schema };

/** One row of each name is there. */
export function nameRow(row: Row): string {
  switch (row.kind) {
    case "operation":
      return `operation ${row.operation.id}`;
    case "webhook":
    case "schema":
      return `${row.kind} ${row.name}`;
    default:
      return row.kind;
  }
}

/** What the schemas of all rows are called together, for ajv. */
export const DESCRIPTION_ID = "github";
