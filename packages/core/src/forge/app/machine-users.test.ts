import { expect, test } from "vitest";
import { changeMachineUsers, MAX_MACHINE_USERS } from "./machine-users.ts";

const AGENT = { id: 7, login: "catalyst-agent" };
const OTHER = { id: 8, login: "other" };

test("accounts are added once each by their numbers, and taken away by their logins in any case", () => {
  expect(changeMachineUsers([], { add: [AGENT, AGENT], remove: [] })).toEqual([AGENT]);
  const renamed = { id: 7, login: "agent" };
  expect(changeMachineUsers([AGENT, OTHER], { add: [renamed], remove: [] })).toEqual([OTHER, renamed]);
  expect(changeMachineUsers([AGENT, OTHER], { add: [], remove: ["Catalyst-Agent"] })).toEqual([OTHER]);
});

test("one that isn't there isn't taken away, and there are no more than a bound", () => {
  expect(() => changeMachineUsers([AGENT], { add: [], remove: ["other"] })).toThrow("other isn't among them");
  const many = Array.from({ length: MAX_MACHINE_USERS + 1 }, (_, index) => ({ id: index + 1, login: `user-${index}` }));
  expect(() => changeMachineUsers([], { add: many, remove: [] })).toThrow("20 are the most");
});
