import type { Description } from "./description.ts";
import type { Operation, Parameter } from "./row.ts";

/** Of a request, what the description says something about. */
export interface GivenRequest {
  path: Record<string, string>;
  query: URLSearchParams;
  /** undefined: none was sent. */
  body: unknown;
}

/** A request that keeps to the description, its values as what they mean. */
export interface CheckedRequest {
  path: Record<string, string | number>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
}

/** Throws nothing: what is wrong with the request stands in `faults`. */
export function checkRequest(description: Description, operation: Operation, given: GivenRequest) {
  const faults: string[] = [];
  const read = (parameter: Parameter, text: string) => {
    const value = readValue(parameter, text);
    faults.push(...description.findFaults(parameter.schema, value).map((fault) => `${parameter.name}: ${fault}`));
    return value;
  };
  const parameters = (place: Parameter["in"]) => operation.parameters.filter((parameter) => parameter.in === place);
  const path = parameters("path").map((each) => [each.name, read(each, given.path[each.name] ?? "")]);
  const query = parameters("query")
    .filter(({ name }) => given.query.has(name))
    .map((each) => [each.name, read(each, given.query.get(each.name) ?? "")]);
  faults.push(...findUnknownQuery(operation, given.query), ...findBodyFaults(description, operation, given.body));
  const checked: CheckedRequest = {
    path: Object.fromEntries(path),
    query: Object.fromEntries(query),
    body: (given.body ?? {}) as Record<string, unknown>,
  };
  return { checked, faults };
}

function findUnknownQuery({ parameters }: Operation, query: URLSearchParams): string[] {
  const names = new Set(parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name));
  const keys = [...query.keys()];
  const missing = parameters.filter((each) => each.in === "query" && each.isRequired && !query.has(each.name));
  return [
    ...keys.filter((key) => !names.has(key)).map((key) => `?${key} isn't a parameter that GitHub knows`),
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `?${key} is given twice`),
    ...missing.map(({ name }) => `?${name} is missing`),
  ];
}

function findBodyFaults(description: Description, { body: schema, isBodyRequired }: Operation, body: unknown) {
  if (body === undefined) {
    return isBodyRequired ? ["the body is missing"] : [];
  }
  return schema ? description.findFaults(schema, body) : ["GitHub takes no body here"];
}

function readValue({ schema }: Parameter, text: string): unknown {
  const types = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap(({ type }) => type ?? []);
  if (types.includes("integer") && !types.includes("string") && /^-?\d{1,15}$/.test(text)) {
    return Number(text);
  }
  return types.includes("boolean") && /^(true|false)$/.test(text) ? text === "true" : text;
}
