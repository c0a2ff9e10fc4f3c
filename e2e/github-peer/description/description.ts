import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { findUnknownKeys } from "./find-unknown-keys.ts";
import { DESCRIPTION_ID, nameRow, type Operation, type Row, type Schema } from "./row.ts";

/** What GitHub publishes of its API, as far as the peer does it. */
export interface Description {
  operations: readonly Operation[];
  /** Every `METHOD /path/{name}` of GitHub's, also those that the peer doesn't do. */
  known: readonly string[];
  webhooks: ReadonlyMap<string, Schema>;
  /** What is wrong with the value: where it breaks the schema, and keys that the schema doesn't name. */
  findFaults(schema: Schema, value: unknown): string[];
  /** Keys that the schema doesn't name, as JSON pointers. */
  findUnknown(schema: Schema, value: unknown): string[];
}

/** A version of GitHub Enterprise Server; null: github.com. */
export type Enterprise = "3.17" | "3.18" | "3.19" | null;

const loaded = new Map<Enterprise, Description>();

/** Read once for all peers of a process. */
export function loadDescription(enterprise: Enterprise = null): Description {
  const description = loaded.get(enterprise) ?? readDescription(enterprise);
  loaded.set(enterprise, description);
  return description;
}

/** Of GHES there are only rows that github.com hasn't as they are. */
function readDescription(enterprise: Enterprise): Description {
  const github = readRows("github");
  const own = enterprise === null ? [] : readRows(`ghes-${enterprise}`);
  const known = [...github, ...own].findLast((row) => row.kind === "known");
  const names = new Set(known?.kind === "known" ? known.operations : []);
  const rows = [...new Map([...github, ...own].map((row) => [nameRow(row), row])).values()].filter(
    (row) => row.kind !== "operation" || names.has(`${row.operation.method} ${row.operation.path}`),
  );
  const named = rows.flatMap((row) => (row.kind === "schema" ? [[row.name, row.schema] as const] : []));
  const schemas = new Map(named);
  return {
    operations: rows.flatMap((row) => (row.kind === "operation" ? [row.operation] : [])),
    known: rows.flatMap((row) => (row.kind === "known" ? row.operations : [])),
    webhooks: new Map(rows.flatMap((row) => (row.kind === "webhook" ? [[row.name, row.schema]] : []))),
    findFaults: makeFindFaults(schemas),
    findUnknown: (schema, value) => findUnknownKeys(schema, value, (reference) => resolve(schemas, reference)),
  };
}

function readRows(name: string): Row[] {
  const text = readFileSync(new URL(`fixtures/${name}.jsonl`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line): Row => JSON.parse(line));
}

function resolve(named: ReadonlyMap<string, Schema>, reference: string): Schema {
  return named.get(reference.slice(reference.lastIndexOf("/") + 1)) ?? {};
}

function makeFindFaults(named: ReadonlyMap<string, Schema>): Description["findFaults"] {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: DESCRIPTION_ID, $defs: Object.fromEntries(named) });
  const compiled = new WeakMap<Schema, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validate);
    const isValid = validate(value);
    const broken = isValid
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message}`);
    const unknown = findUnknownKeys(schema, value, (reference) => resolve(named, reference)).map(
      (key) => `${key} isn't a key that GitHub knows`,
    );
    return [...broken, ...unknown];
  };
}
