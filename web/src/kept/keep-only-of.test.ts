import { expect, test } from "vitest";
import { isOfAnother, keepOnlyOf } from "./keep-only-of.ts";

class PlayedStorage {
  readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key = (at: number): string | null => [...this.kept.keys()][at] ?? null;
  getItem = (name: string): string | null => this.kept.get(name) ?? null;
  setItem = (name: string, text: string): void => void this.kept.set(name, text);
  removeItem = (name: string): void => void this.kept.delete(name);
  clear = (): void => this.kept.clear();
}

test("what somebody typed is kept for them, over signing out and in, and nothing of it for the next", () => {
  const storage = new PlayedStorage();
  keepOnlyOf("ada", storage);
  storage.setItem("theme", "dark");
  storage.setItem("draft:new-task", "secret plans");
  storage.setItem("last:repository", "team/secret");
  keepOnlyOf("ada", storage);
  expect(storage.getItem("draft:new-task")).toBe("secret plans");
  keepOnlyOf("bob", storage);
  expect([...storage.kept.keys()].toSorted()).toEqual(["kept-of", "theme"]);
  keepOnlyOf("ada", storage);
  expect(storage.getItem("draft:new-task")).toBeNull();
});

test("a page is another's once it is kept for them, and by nothing else", () => {
  expect(isOfAnother("ada", { key: "kept-of", newValue: "bob" })).toBe(true);
  for (const said of [
    { key: "kept-of", newValue: "ada" },
    { key: "kept-of", newValue: null },
    { key: "theme", newValue: "dark" },
    { key: null, newValue: null },
  ]) {
    expect(isOfAnother("ada", said)).toBe(false);
  }
});
