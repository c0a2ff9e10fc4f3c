import { expect, test } from "vitest";
import { askedOf } from "./asked-of.ts";

test("what was asked for is told whole where its title doesn't say it, and once", () => {
  expect(askedOf({ title: "Fix it", body: "" })).toBeNull();
  expect(askedOf({ title: "exit 3", body: "exit 3" })).toBeNull();
  expect(askedOf({ title: "x".repeat(500), body: "" })).toBe("x".repeat(500));
  expect(askedOf({ title: "set -e", body: "set -e\nnpm test" })).toBe("set -e\nnpm test");
  expect(askedOf({ title: "echo one…", body: "echo one; echo two" })).toBe("echo one; echo two");
  expect(askedOf({ title: "It fails", body: "Since yesterday." })).toBe("It fails\n\nSince yesterday.");
});
