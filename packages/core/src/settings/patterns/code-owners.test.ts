import { expect, test } from "vitest";
import { readCodeOwners } from "./code-owners.ts";

const FILE = `# Who agrees to what
*            @all
*.js         @js   # and nobody else
/build/      @builders
docs/*       docs@example.com
apps/        @apps
/scripts/ci  @acme/ci @ada
**/logs      @logs
/apps/none
`;

test.each([
  ["README.md", ["@all"]],
  ["src/a.js", ["@js"]],
  ["build/x/y.txt", ["@builders"]],
  ["build", ["@all"]],
  ["lib/build/x", ["@all"]],
  ["docs/a.md", ["docs@example.com"]],
  ["docs/more/a.md", ["@all"]],
  ["x/apps/a.md", ["@apps"]],
  ["scripts/ci", ["@acme/ci", "@ada"]],
  ["scripts/ci/run", ["@acme/ci", "@ada"]],
  ["scripts/cider", ["@all"]],
  ["deep/logs/a", ["@logs"]],
  ["apps/none", []],
])("%s is owned by %j", (path, owners) => {
  expect(readCodeOwners(FILE)(path)).toEqual(owners);
});

test("a rule that isn't understood leaves nobody the owner of what it may have meant", () => {
  expect(readCodeOwners("* @ada\n/[ab].ts @bob\n")("b.ts")).toEqual([]);
  expect(readCodeOwners("/[ab].ts @bob\n* @ada\n")("b.ts")).toEqual(["@ada"]);
});

test("a file without end names nobody, and a line without end neither", () => {
  expect(readCodeOwners("* @ada\n".repeat(6000))("a")).toEqual([]);
  expect(readCodeOwners(`* ${"@ada ".repeat(1000)}`)("a")).toEqual([]);
});
