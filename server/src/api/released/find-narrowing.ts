import { choicesOf, follow, isChoice, type Placed, type Schema, within } from "./schema.ts";

const LOWEST = ["minLength", "minItems", "minimum", "exclusiveMinimum"];
const HIGHEST = ["maxLength", "maxItems", "maximum", "exclusiveMaximum"];
const EXACT = ["pattern", "format"];
const MAX_DEPTH = 30;

/** Why something that fits `narrow` may not fit `wide`, each reason with its place. Names that `wide` doesn't know don't count. */
export function findNarrowing(wide: Placed, narrow: Placed, path = ""): string[] {
  const [to, from] = [follow(wide), follow(narrow)];
  if (path.split(".").length > MAX_DEPTH || isAnything(to.schema)) {
    return [];
  }
  if (isChoice(to) || isChoice(from)) {
    return findUnchosen(to, from, path);
  }
  return [
    ...findOtherTypes(to.schema, from.schema, path),
    ...findOtherBounds(to.schema, from.schema, path),
    ...findOtherProperties(to, from, path),
    ...(to.schema.items === undefined
      ? []
      : findNarrowing(within(to, to.schema.items), within(from, from.schema.items ?? {}), `${path}[]`)),
  ];
}

function isAnything({ description: _said, ...schema }: Schema): boolean {
  return Object.keys(schema).length === 0;
}

/** Each of what may be has to fit one of what is taken. */
function findUnchosen(to: Placed, from: Placed, path: string): string[] {
  return choicesOf(from).flatMap((choice, index) => {
    const misfits = choicesOf(to).map((one) => findNarrowing(one, choice, path));
    return misfits.some((found) => found.length === 0) ? [] : [`${path}: choice ${index + 1} fits none`];
  });
}

function findOtherTypes(to: Schema, from: Schema, path: string): string[] {
  const taken = [to.type ?? []].flat();
  const other = [from.type ?? "anything"]
    .flat()
    .filter((type) => !taken.includes(type) && !(type === "integer" && taken.includes("number")));
  const values = (from.enum ?? ["anything"]).filter((value) => to.enum?.includes(value) === false);
  return [
    ...(taken.length === 0 ? [] : other.map((type) => `${path}: may be ${type}`)),
    ...values.map((value) => `${path}: may be ${JSON.stringify(value)}`),
  ];
}

function findOtherBounds(to: Schema, from: Schema, path: string): string[] {
  const bound = (schema: Schema, keyword: string, none: number) => (schema[keyword] as number | undefined) ?? none;
  const isLower = (key: string) =>
    bound(from, key, Number.NEGATIVE_INFINITY) < bound(to, key, Number.NEGATIVE_INFINITY);
  const isHigher = (key: string) =>
    bound(from, key, Number.POSITIVE_INFINITY) > bound(to, key, Number.POSITIVE_INFINITY);
  // What one of few values may be is bounded by them.
  const isFree = from.enum === undefined;
  const isOther = (key: string) => to[key] !== undefined && to[key] !== from[key];
  return [...LOWEST.filter(isLower), ...HIGHEST.filter(isHigher), ...EXACT.filter(isOther)]
    .filter(() => isFree)
    .map((keyword) => `${path}: ${keyword} differs`);
}

function findOtherProperties(to: Placed, from: Placed, path: string): string[] {
  const missing = (to.schema.required ?? []).filter((name) => !(from.schema.required ?? []).includes(name));
  const known = Object.entries(to.schema.properties ?? {});
  return [
    ...missing.map((name) => `${path}.${name}: may be missing`),
    ...known.flatMap(([name, schema]) => {
      const same = from.schema.properties?.[name];
      return same === undefined ? [] : findNarrowing(within(to, schema), within(from, same), `${path}.${name}`);
    }),
  ];
}
