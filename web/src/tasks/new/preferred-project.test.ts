import { expect, test } from "vitest";
import { preferredProject } from "./preferred-project.ts";

const PROJECTS = ["catalyst-demo", "default", "shop/web"].map((name) => ({ name }));

test("a task is asked for in the project that is named, else in one's own usual one", () => {
  expect(preferredProject(PROJECTS, "shop/web")?.name).toBe("shop/web");
  expect(preferredProject(PROJECTS, undefined)?.name).toBe("default");
  expect(preferredProject(PROJECTS, "gone")?.name).toBe("default");
});

test("who looks at a team asks for a task there, unless they name another project", () => {
  expect(preferredProject(PROJECTS, undefined, "shop")?.name).toBe("shop/web");
  expect(preferredProject([...PROJECTS, { name: "shop/default" }], undefined, "shop")?.name).toBe("shop/default");
  expect(preferredProject(PROJECTS, "default", "shop")?.name).toBe("default");
  expect(preferredProject(PROJECTS, undefined, "empty")?.name).toBe("default");
});

test("who has no usual one gets the first that they see", () => {
  expect(preferredProject([{ name: "shop/default" }], undefined)?.name).toBe("shop/default");
  expect(preferredProject([], "x")).toBeNull();
});
