import { expect, test } from "vitest";
import { sayCode } from "./say-code.ts";

test("what a message says already isn't said once more", () => {
  const later = sayCode("unavailable", "Asking failed.");
  expect(later).toContain("Try again in a while");
  expect(sayCode("unavailable", "The database doesn't answer just now. Try again in a moment.")).toBe(
    "If that doesn't help, see what is wrong: catalyst doctor",
  );
  expect(sayCode("unavailable", `It said last: it failed. ${later}`)).toBeNull();
  expect(sayCode("not_found", "There is none.")).toBeNull();
});
