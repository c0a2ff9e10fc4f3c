import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readLockFile, writeSbom } from "./write-sbom.ts";

interface Component {
  group?: string;
  name: string;
  version: string;
  hashes?: { alg: string; content: string }[];
}

test.each([".", "web"])(
  "the bill of %s names all that its lock file does, with the hashes that are checked",
  async (folder) => {
    const { components } = JSON.parse(await writeSbom(folder)) as { components: Component[] };
    const named = components.map(({ group, name, version, hashes = [] }) => {
      const full = group === undefined ? name : `${group}/${name}`;
      return [`${full}@${version}`, hashes.map(({ content }) => content)] as const;
    });
    const bill = new Map(named);
    const { packages } = await readLockFile(folder);
    const locked = Object.entries(packages).filter(
      ([path, { link }]) => path.includes("node_modules/") && link !== true,
    );
    expect(locked.length).toBeGreaterThan(100);
    const missing = locked.flatMap(([path, { version, integrity }]) => {
      const known = bill.get(`${path.split("node_modules/").at(-1)}@${version}`);
      const hash = Buffer.from(integrity?.split("-")[1] ?? "", "base64").toString("hex");
      return known !== undefined && (integrity === undefined || known.includes(hash)) ? [] : [path];
    });
    expect(missing).toEqual([]);
  },
);

test.each([".", "web"])("what %s is made of is pinned, and comes from a registry with a hash", async (folder) => {
  const { packages } = await readLockFile(folder);
  const foreign = Object.entries(packages).filter(
    ([path, { link, resolved, integrity, inBundle }]) =>
      path.includes("node_modules/") &&
      link !== true &&
      ((integrity === undefined && inBundle !== true) || /^(git|file|http:)/.test(resolved ?? "")),
  );
  expect(foreign.map(([path]) => path)).toEqual([]);
});

test("no script of a dependency runs when it is installed", async () => {
  expect(await readFile(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
  const { packages } = await readLockFile("web");
  const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(withScript.map(([path]) => path)).toEqual([]);
});
