import { expect, test } from "vitest";
import { readAsked } from "./render-task-details.ts";

test("words that are the title, whole or cut, aren't said twice", () => {
  expect(readAsked({ title: "Fix it", body: "Fix it" })).toEqual({ title: "Fix it", body: [] });
  expect(readAsked({ title: "Fix", body: "Fix it\nnow" })).toEqual({ title: "Fix…", body: ["Fix it", "now"] });
  expect(readAsked({ title: "An issue", body: "It fails." })).toEqual({ title: "An issue", body: ["It fails."] });
});
