import { expect, test } from "vitest";
import { preferredProject } from "./preferred-project.ts";

const PROJECTS = ["catalyst-demo", "default", "shop/web"].map((name) => ({ name }));

test("a task is asked for in the project that is named, else in one's own usual one", () => {
  expect(preferredProject(PROJECTS, { named: "shop/web" })?.name).toBe("shop/web");
  expect(preferredProject(PROJECTS, { named: undefined })?.name).toBe("default");
  expect(preferredProject(PROJECTS, { named: "gone" })?.name).toBe("default");
});

test("who looks at a team asks for a task there, unless they name another project", () => {
  expect(preferredProject(PROJECTS, { named: undefined, team: "shop" })?.name).toBe("shop/web");
  expect(preferredProject([...PROJECTS, { name: "shop/default" }], { named: undefined, team: "shop" })?.name).toBe(
    "shop/default",
  );
  expect(preferredProject(PROJECTS, { named: "default", team: "shop" })?.name).toBe("default");
  expect(preferredProject(PROJECTS, { named: undefined, team: "empty" })?.name).toBe("default");
});

test("who has no usual one gets the first that they see", () => {
  expect(preferredProject([{ name: "shop/default" }], { named: undefined })?.name).toBe("shop/default");
  expect(preferredProject([], { named: "x" })).toBeNull();
});

test("who was invited, and has no repository of their own, begins where the team has one", () => {
  const begin = (...used: string[]) => preferredProject(PROJECTS, { named: undefined, used: new Set(used) })?.name;
  expect(begin("shop/web", "catalyst-demo")).toBe("shop/web");
  expect(begin("shop/web", "default")).toBe("default");
  expect(begin("catalyst-demo")).toBe("default");
  expect(preferredProject(PROJECTS, { named: "default", used: new Set(["shop/web"]) })?.name).toBe("default");
});
