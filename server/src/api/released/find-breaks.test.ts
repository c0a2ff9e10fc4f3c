import { expect, test } from "vitest";
import { type Contract, findBreaks } from "./find-breaks.ts";
import type { Schema } from "./schema.ts";

interface Parts {
  query: Schema;
  isNeeded: boolean;
  body: Schema;
  answer: Schema;
}

const OBJECT: Schema = {
  type: "object",
  properties: { name: { type: "string", maxLength: 10 }, kind: { type: "string", enum: ["a", "b"] } },
  required: ["name"],
  additionalProperties: false,
};
const PARTS: Parts = { query: { type: "integer", maximum: 200 }, isNeeded: false, body: OBJECT, answer: OBJECT };

function contractOf(change: Partial<Parts> = {}, path = "/things"): Contract {
  const { query, isNeeded, body, answer } = { ...PARTS, ...change };
  const json = (schema: Schema) => ({ content: { "application/json": { schema } } });
  const described = {
    operationId: "makeThing",
    parameters: [{ name: "limit", in: "query", required: isNeeded, schema: query }],
    requestBody: json({ $ref: "#/components/schemas/Thing" }),
    responses: { 201: json(answer), 400: json({ type: "string" }) },
  };
  return { paths: { [path]: { post: described } }, components: { schemas: { Thing: body } } };
}

function objectWith(change: Schema): Schema {
  return { ...OBJECT, ...change };
}

const withName = (name: Schema) => objectWith({ properties: { ...OBJECT.properties, name } });
const withKinds = (...kinds: string[]) =>
  objectWith({ properties: { ...OBJECT.properties, kind: { type: "string", enum: kinds } } });
const withMore = (required: string[]) =>
  objectWith({ properties: { ...OBJECT.properties, more: { type: "string" } }, required });

test.each<[string, Partial<Parts>]>([
  ["nothing", {}],
  ["a further field that may be said", { body: withMore(["name"]) }],
  ["a further field that is told", { answer: withMore(["name", "more"]) }],
  ["more that may be said", { body: withKinds("a", "b", "c"), query: { type: "number", maximum: 500 } }],
  ["fewer things that are told", { answer: withKinds("a") }],
  ["longer text that is taken", { body: withName({ type: "string" }) }],
  ["text or nothing that is taken", { body: withName({ type: ["string", "null"], maxLength: 10 }) }],
  ["a choice that is wider", { body: withName({ anyOf: [{ type: "string" }, { type: "number" }] }) }],
])("%s breaks nothing", (_, change) => {
  expect(findBreaks(contractOf(), contractOf(change))).toEqual([]);
});

test.each<[string, Partial<Parts>]>([
  ["201.kind: is gone", { answer: objectWith({ properties: { name: { type: "string" } } }) }],
  ["body.kind: is gone", { body: objectWith({ properties: { name: { type: "string" } } }) }],
  ["body.more: may be missing", { body: withMore(["name", "more"]) }],
  ['body.kind: may be "b"', { body: withKinds("a") }],
  ['201.kind: may be "c"', { answer: withKinds("a", "b", "c") }],
  ["body.name: maxLength differs", { body: withName({ type: "string", maxLength: 9 }) }],
  ["201.name: may be null", { answer: withName({ type: ["string", "null"], maxLength: 10 }) }],
  ["201.name: may be missing", { answer: objectWith({ required: [] }) }],
  ["body.name: choice 1 fits none", { body: withName({ anyOf: [{ type: "number" }, { type: "boolean" }] }) }],
  ["query limit: maximum differs", { query: { type: "integer", maximum: 100 } }],
  ["query limit: is needed", { isNeeded: true }],
  ["query limit: may be integer", { query: { type: "boolean" } }],
])("%s", (why, change) => {
  expect(findBreaks(contractOf(), contractOf(change)).join("\n")).toContain(why);
});

test("a door that is gone breaks what was behind it", () => {
  expect(findBreaks(contractOf(), contractOf({}, "/others"))).toEqual(["post /things: is gone"]);
});
