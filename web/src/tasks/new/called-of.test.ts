import { expect, test } from "vitest";
import { calledOf, repositoryToBegin } from "./called-of.ts";

const repository = (name: string, url: string) => ({ name, url });
const FOLDER = repository("shop", "/srv/shop");
const FORGE = repository("shop", "https://github.com/acme/shop.git");
const OTHER = repository("api", "https://github.com/acme/api");

test("a repository is called by its name, and where two share it each by where it is", () => {
  const all = [FOLDER, FORGE, OTHER];
  expect(all.map((one) => calledOf(one, all))).toEqual(["/srv/shop", "https://github.com/acme/shop.git", "api"]);
});

test("a task begins where the last one did, or where there is nothing to choose", () => {
  expect(repositoryToBegin("", [OTHER])).toBe("api");
  expect(repositoryToBegin("", [OTHER, FOLDER])).toBe("");
  expect(repositoryToBegin("api", [OTHER, FOLDER])).toBe("api");
  expect(repositoryToBegin("https://github.com/acme/new", [OTHER, FOLDER])).toBe("https://github.com/acme/new");
});

test("what the last task was in isn't named where it isn't known, or is one of two", () => {
  expect(repositoryToBegin("of another project", [OTHER])).toBe("api");
  expect(repositoryToBegin("of another project", [])).toBe("");
  expect(repositoryToBegin("shop", [FOLDER, FORGE])).toBe("");
  expect(repositoryToBegin("/srv/shop", [FOLDER, FORGE])).toBe("/srv/shop");
});
