import { AGENT_REGISTRY } from "@catalyst/agents";
import { expect, test } from "vitest";
import { IMAGES } from "./images.ts";
import { readPins } from "./pins.ts";

const pins = readPins();
const recipes = Object.values(IMAGES);

test("each part of an image, and all that it needs, is pinned by its digest", () => {
  const wanted = recipes.flatMap(({ debian }) => debian.flatMap((name) => [name, ...(pins.debian[name]?.needs ?? [])]));
  expect(wanted.filter((name) => !/^[\da-f]{64}$/.test(pins.debian[name]?.sha256 ?? ""))).toEqual([]);
  const packages = recipes.flatMap(({ npm = [] }) => npm.map((part) => part.package));
  expect(packages.filter((name) => !pins.npm[name]?.integrity.startsWith("sha512-"))).toEqual([]);
  expect(Object.keys(pins.npm).toSorted()).toEqual([...new Set(packages)].toSorted());
});

test.each(AGENT_REGISTRY.flatMap(({ id, install }) => (install.kind === "npm" ? [{ id, install }] : [])))(
  "the image of $id has the version that is installed elsewhere, where it is looked for",
  ({ id, install }) => {
    const parts = IMAGES[`agent-${id}`]?.npm ?? [];
    expect(pins.npm[install.package]?.spec).toBe(`${install.package}@${install.version}`);
    expect(parts.map(({ into }) => into)).toContain(
      parts.map(({ into = "" }) => into).findLast((into) => install.executable.startsWith(`${into}/`)),
    );
    for (const { package: name } of parts) {
      expect(pins.npm[name]?.spec).toContain(`@${install.version}`);
    }
  },
);
