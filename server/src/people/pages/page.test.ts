import { expect, test } from "vitest";
import { pathHere } from "./page.ts";

test.each(["/", "/agent-tasks/483?tab=plan", "/sign-in/device?user_code=ABCD-1234", "/projects/a.b/settings/agents"])(
  "somebody may be sent back to %s",
  (path) => expect(pathHere(path, "/otherwise")).toBe(path),
);

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/%2f%2fevil.example",
  "/sign-in/../../evil",
  "/a/..",
  "/./a",
  "javascript:alert(1)",
  "/a\nb",
  "/a#b",
  `/${"a".repeat(2000)}`,
  undefined,
  {},
])("nobody is sent to %j", (path) => expect(pathHere(path, "/otherwise")).toBe("/otherwise"));
