import { expect, test } from "vitest";
import { findUnknownKeys } from "./find-unknown-keys.ts";
import type { Schema } from "./row.ts";

const PERSON: Schema = { type: "object", properties: { login: { type: "string" } } };
const resolve = () => PERSON;

test("a key that no part of the schema names is found, however deep it is", () => {
  const schema: Schema = {
    allOf: [{ properties: { title: {} } }, { properties: { people: { type: "array", items: { $ref: "person" } } } }],
  };
  expect(findUnknownKeys(schema, { title: "a", people: [{ login: "ada" }] }, resolve)).toEqual([]);
  const misspelt = { titel: "a", people: [{ login: "ada" }, { logn: "tom" }] };
  expect(findUnknownKeys(schema, misspelt, resolve)).toEqual(["/titel", "/people/1/logn"]);
});

test("each alternative may name a key, and an object whose keys nobody names is open", () => {
  const schema: Schema = { oneOf: [{ type: "string" }, { $ref: "person" }] };
  expect(findUnknownKeys(schema, { login: "ada" }, resolve)).toEqual([]);
  expect(findUnknownKeys(schema, { name: "ada" }, resolve)).toEqual(["/name"]);
  expect(findUnknownKeys({ type: "object" }, { anything: 1 }, resolve)).toEqual([]);
  expect(findUnknownKeys({ ...PERSON, additionalProperties: { type: "string" } }, { anything: "1" }, resolve)).toEqual(
    [],
  );
});
