import { findLost } from "./find-lost.ts";
import { findNarrowing } from "./find-narrowing.ts";
import type { Schema } from "./schema.ts";

export interface Content {
  description?: string;
  content?: Record<string, { schema?: Schema }>;
}

export interface Described {
  operationId: string;
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** A contract as OpenAPI has it, as far as ours uses it. */
export interface Contract {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

interface Pair {
  before: Described;
  now: Described;
}

/** What a client of the contract `before` can't do any longer, or can't understand, with a server of `now`. */
export function findBreaks(before: Contract, now: Contract): string[] {
  return Object.entries(before.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, described]) => {
      const same = now.paths[path]?.[method];
      if (same === undefined) {
        return [`${method} ${path}: is gone`];
      }
      const pair = { before: described, now: same };
      const between: Between = { before: before.components.schemas, now: now.components.schemas };
      return [
        ...findOtherParameters(pair, between),
        ...findOtherBodies(pair, between),
        ...findOtherAnswers(pair, between),
      ].map((why) => `${described.operationId}: ${why}`);
    }),
  );
}

/** The schemas of both. */
interface Between {
  before: Record<string, Schema>;
  now: Record<string, Schema>;
}

function findOtherParameters({ before, now }: Pair, between: Between): string[] {
  const nameOf = (one: { name: string; in: string }) => `${one.in} ${one.name}`.toLowerCase();
  const known = new Map((before.parameters ?? []).map((one) => [nameOf(one), one]));
  const taken = new Map((now.parameters ?? []).map((one) => [nameOf(one), one]));
  const needed = [...taken].filter(([name, one]) => one.required === true && known.get(name)?.required !== true);
  return [
    ...[...known.keys()].filter((name) => !taken.has(name)).map((name) => `${name}: isn't taken`),
    ...needed.map(([name]) => `${name}: is needed`),
    ...[...known].flatMap(([name, one]) => findRefused(one.schema, taken.get(name)?.schema ?? {}, { between, name })),
  ];
}

function findOtherBodies({ before, now }: Pair, between: Between): string[] {
  const [said, taken] = [schemaOf(before.requestBody), schemaOf(now.requestBody)];
  if (taken === undefined) {
    return said === undefined ? [] : ["body: isn't taken"];
  }
  return said === undefined ? ["body: is needed"] : findRefused(said, taken, { between, name: "body" });
}

/** What was taken is to be taken. */
function findRefused(said: Schema, taken: Schema, { between, name }: { between: Between; name: string }): string[] {
  const [wide, narrow] = [
    { schema: taken, schemas: between.now },
    { schema: said, schemas: between.before },
  ];
  return [...findNarrowing(wide, narrow, name), ...findLost(narrow, wide, name)];
}

/** What was told is to be told, and that alone which a client understands; refusals may get further codes. */
function findOtherAnswers({ before, now }: Pair, between: Between): string[] {
  return Object.entries(before.responses).flatMap(([status, answer]) => {
    const isRefusal = Number(status) >= 300;
    const [understood, told] = [schemaOf(answer), schemaOf(now.responses[status])];
    if (told === undefined) {
      return isRefusal || (understood === undefined && status in now.responses) ? [] : [`${status}: isn't answered`];
    }
    const [wide, narrow] = [
      { schema: understood ?? {}, schemas: between.before },
      { schema: told, schemas: between.now },
    ];
    return [...(isRefusal ? [] : findNarrowing(wide, narrow, status)), ...findLost(wide, narrow, status)];
  });
}

function schemaOf(content: Content | undefined): Schema | undefined {
  return Object.values(content?.content ?? {})[0]?.schema;
}
