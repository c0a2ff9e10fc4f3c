import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { findUnknownKeys } from "./find-unknown-keys.ts";
import { DESCRIPTION_ID, type Operation, type Row, type Schema } from "./row.ts";

/** What GitHub publishes of its API, as far as the peer does it. */
export interface Description {
  operations: readonly Operation[];
  /** Every `METHOD /path/{name}` of GitHub's, also those that the peer doesn't do. */
  known: readonly string[];
  webhooks: ReadonlyMap<string, Schema>;
  /** What is wrong with the value: where it breaks the schema, and keys that the schema doesn't name. */
  findFaults(schema: Schema, value: unknown): string[];
}

let loaded: Description | null = null;

/** Read once for all peers of a process. */
export function loadDescription(): Description {
  loaded ??= readDescription();
  return loaded;
}

function readDescription(): Description {
  const lines = readFileSync(new URL("fixtures/github.jsonl", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  const rows = lines.map((line): Row => JSON.parse(line));
  const named = rows.flatMap((row) => (row.kind === "schema" ? [[row.name, row.schema] as const] : []));
  return {
    operations: rows.flatMap((row) => (row.kind === "operation" ? [row.operation] : [])),
    known: rows.flatMap((row) => (row.kind === "known" ? row.operations : [])),
    webhooks: new Map(rows.flatMap((row) => (row.kind === "webhook" ? [[row.name, row.schema]] : []))),
    findFaults: makeFindFaults(new Map(named)),
  };
}

function makeFindFaults(named: ReadonlyMap<string, Schema>): Description["findFaults"] {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: DESCRIPTION_ID, $defs: Object.fromEntries(named) });
  const compiled = new WeakMap<Schema, ValidateFunction>();
  const resolve = (reference: string) => named.get(reference.slice(reference.lastIndexOf("/") + 1)) ?? {};
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validate);
    const isValid = validate(value);
    const broken = isValid
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message}`);
    const unknown = findUnknownKeys(schema, value, resolve).map((key) => `${key} isn't a key that GitHub knows`);
    return [...broken, ...unknown];
  };
}
