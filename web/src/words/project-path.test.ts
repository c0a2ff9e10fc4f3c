import { expect, test } from "vitest";
import { projectOfPath, projectPath } from "./project-path.ts";

test.each(["shop", "team/shop"])("an address leads back to %s", (name) => {
  const [, , slug = ""] = projectPath(name).split("/");
  expect(projectOfPath(slug)).toBe(name);
});

test("what somebody wrote into an address is a name as it stands", () => {
  expect(projectOfPath("%E0%A4%A")).toBe("%E0%A4%A");
});
