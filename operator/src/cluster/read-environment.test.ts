import { expect, test } from "vitest";
import { at, environmentOf } from "../testing/worlds.ts";
import { readEnvironment } from "./read-environment.ts";

const told = (changes: object, metadata: object = {}) => {
  const environment = environmentOf({ status: {} });
  return { ...environment, metadata: { ...environment.metadata, resourceVersion: "1", ...metadata }, ...changes };
};
const LATER = { status: { phase: "Hibernating" } };

test("one that another version's operator has told of is left to that one", () => {
  expect(readEnvironment(told({}))?.status).toEqual({});
  expect(readEnvironment(told(LATER))).toBeNull();
});

test("one that is to go goes, whoever told of it", () => {
  const going = readEnvironment(told(LATER, { deletionTimestamp: at(9).toISOString() }));
  expect(going?.status).toBeUndefined();
  expect(going?.metadata.name).toBe(environmentOf().metadata.name);
});
