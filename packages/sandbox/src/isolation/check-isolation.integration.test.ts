import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentLimits } from "@catalyst/core";
import { afterEach, expect, test } from "vitest";
import { removeFolder } from "../remove-folder.ts";
import { checkIsolation } from "./check-isolation.ts";

const folders: string[] = [];

function check(changes: { bubblewrapPath?: string } = {}) {
  const home = mkdtempSync(join(tmpdir(), "catalyst-check-"));
  folders.push(home);
  return checkIsolation({
    nodePath: process.execPath,
    home,
    limits: EnvironmentLimits.parse({}),
    ...changes,
  });
}

afterEach(async () => {
  for (const folder of folders.splice(0)) {
    // What later environments have of it stays.
    expect(readdirSync(folder).filter((name) => name !== "cache")).toEqual([]);
    await removeFolder(folder);
  }
});

test("a machine that can isolate is told so, with what limits its environments", async () => {
  const findings = await check();
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(findings.map(({ name }) => name)).toEqual(expect.arrayContaining(["bubblewrap", "isolation", "limits"]));
});

test("a missing bubblewrap is found, with the command that installs it", async () => {
  const findings = await check({ bubblewrapPath: "/nonexistent/bwrap" });
  expect(findings).toMatchObject([{ name: "bubblewrap", ok: false, remedy: "Install it: apt-get install bubblewrap" }]);
});

test("a bubblewrap that can't isolate is found, with its own words and a remedy", async () => {
  const findings = await check({ bubblewrapPath: join(import.meta.dirname, "../fixtures/failing-bwrap.sh") });
  const isolation = findings.find(({ name }) => name === "isolation");
  expect(isolation).toMatchObject({ ok: false });
  expect(isolation?.detail).toContain("No permissions to create new namespace");
  expect(isolation?.remedy).not.toBe("");
});
