import { expect, test } from "vitest";
import { resourceCache } from "./resource-cache.ts";

function thing(name: string, version: number, uid = "u") {
  return { metadata: { name, namespace: "n", uid, resourceVersion: String(version) } };
}

function open() {
  const cache = resourceCache((object) => object);
  const changes: string[] = [];
  cache.onChange(({ key, object }) => changes.push(`${key} ${object?.metadata.resourceVersion ?? "gone"}`));
  return { cache, changes };
}

test("what was told of an object's past doesn't overwrite what was just written", () => {
  const { cache, changes } = open();
  cache.replace([thing("a", 5)], "6");
  cache.note(thing("a", 9));
  cache.put(thing("a", 7));
  expect(cache.get("n/a")?.metadata.resourceVersion).toBe("9");
  cache.put(thing("a", 10));
  expect(changes).toEqual(["n/a 5", "n/a 9", "n/a 10"]);
});

test("a list that is older than what was written doesn't take it away; the next one does", () => {
  const { cache } = open();
  cache.note(thing("a", 9));
  cache.replace([], "8");
  expect(cache.get("n/a")).not.toBeNull();
  cache.replace([], "8");
  expect(cache.get("n/a")).toBeNull();
});

test("an answer that comes after its object is gone doesn't bring it back", () => {
  const { cache } = open();
  cache.replace([thing("a", 5)], "6");
  cache.remove(thing("a", 8));
  cache.note(thing("a", 7));
  expect(cache.get("n/a")).toBeNull();
  cache.note(thing("a", 9, "another"));
  expect(cache.get("n/a")?.metadata.uid).toBe("another");
});

test("the end of a former object of that name is none of the present one's", () => {
  const { cache } = open();
  cache.note(thing("a", 9, "another"));
  cache.remove(thing("a", 8));
  expect(cache.get("n/a")?.metadata.uid).toBe("another");
});

test("an API server that was put back to an older state is believed", () => {
  const { cache, changes } = open();
  cache.replace([thing("a", 500), thing("b", 400)], "500");
  cache.replace([thing("a", 50)], "60");
  expect(cache.list()).toEqual([thing("a", 50)]);
  cache.put(thing("a", 61));
  expect(changes).toEqual(["n/a 500", "n/b 400", "n/a 50", "n/b gone", "n/a 61"]);
});

test("what isn't wanted of an object isn't kept, and what no longer is goes", () => {
  const cache = resourceCache((object) => (object.metadata.uid === "u" ? { metadata: object.metadata } : null));
  cache.replace([thing("a", 1), thing("b", 1, "other")], "1");
  expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(["a"]);
  cache.put(thing("a", 2, "other"));
  expect(cache.list()).toEqual([]);
});
