import { expect, test } from "vitest";
import { describeFacts } from "./show-audit.ts";

test("what a person reads of an entry stands before its ids, which are short", () => {
  const facts = { change: "said", project: "40376603-b8ed-40fa-b07d-7b17f4919c11", setting: "hooks.verify" };
  expect(describeFacts(facts)).toBe("change=said setting=hooks.verify project=40376603");
});
