import { expect, test } from "vitest";
import { readTopics } from "./topics.ts";

const ID = "019a0000-0000-7000-8000-000000000001";

test("topics are read with what their client has of each", () => {
  expect(readTopics(`task:3@12,execution:${ID},tasks,tasks:team/shop@9007199254740991`, undefined)).toEqual([
    { kind: "task", label: "task:3", of: "3", after: 12 },
    { kind: "execution", label: `execution:${ID}`, of: ID, after: null },
    { kind: "tasks", label: "tasks", of: "", after: null },
    { kind: "tasks", label: "tasks:team/shop", of: "team/shop", after: 9007199254740991 },
  ]);
});

test("what broke off goes on where its last id was, whatever was said when it began", () => {
  expect(readTopics("task:3@12,tasks", "40.7").map(({ after }) => after)).toEqual([40, 7]);
});

test.each([
  ["", undefined, "no topic"],
  ["task", undefined, "no topic task."],
  ["notes:1", undefined, "no topic notes:1."],
  ["task:3@", undefined, "no number"],
  ["task:3@1@2", undefined, "no topic"],
  ["task:3@-1", undefined, "no number"],
  ["task:3@9007199254740991", undefined, "no number"],
  ["tasks@9007199254740993", undefined, "no number"],
  ["tasks,tasks@5", undefined, "twice"],
  ["tasks:a\0b", undefined, "no topic"],
  ["execution:3", undefined, "no topic"],
  ["tasks", "1.2", "other topics"],
  ["task:3,tasks", "1", "other topics"],
  ["tasks", "x", "no number"],
  [Array.from({ length: 21 }, (_, index) => `task:${index}`).join(","), undefined, "21 topics are too many"],
])("%j after %j is refused in words", (list, has, why) => {
  expect(() => readTopics(list, has)).toThrow(why);
});
