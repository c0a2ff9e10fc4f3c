import { expect, test } from "vitest";
import { describeFacts } from "./show-audit.ts";

test("what a person reads of an entry stands before its ids, which are short", () => {
  const facts = { change: "said", project: "40376603-b8ed-40fa-b07d-7b17f4919c11", setting: "hooks.verify" };
  expect(describeFacts(facts)).toBe("change=said setting=hooks.verify project=40376603");
});

test("an address is shown as people know it", () => {
  expect(describeFacts({ address: "0000:0000:0000:0000:0000:0000:0000:0001" })).toBe("address=::1");
  expect(describeFacts({ address: "2001:0db8:0000:0000:0000:0000:0000:0010" })).toBe("address=2001:db8::10");
  expect(describeFacts({ address: "192.0.2.7", by: "a:b" })).toBe("address=192.0.2.7 by=a:b");
});
