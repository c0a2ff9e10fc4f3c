import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { findPython } from "./find-python.ts";

const SYSTEM = "/usr/bin/python3";

async function systemVersion(): Promise<string> {
  const { stdout } = await execa(SYSTEM, ["-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
  return stdout;
}

test("the system's Python serves where its version fits, or where none is asked for", async () => {
  const version = await systemVersion();
  expect(await findPython({ name: "Thing", versions: ["3.0", version] })).toMatch(/^\/usr\/(local\/)?bin\/python3/);
  expect(await findPython({ name: "Thing", versions: undefined }, ["/usr/bin"])).toBe(SYSTEM);
});

test("another version is named with the ones that are needed and a way to them", async () => {
  const finding = findPython({ name: "Thing", versions: ["3.1", "3.0"] });
  await expect(finding).rejects.toMatchObject({ code: "prerequisite_missing" });
  await expect(finding).rejects.toThrow(
    new RegExp(
      `Installing Thing failed: it needs Python 3.0 or 3.1, and /usr/.*python3 is Python ${await systemVersion()}\\..*apt-get install python3\\.1`,
    ),
  );
});

test("where there is no Python the packages are named that bring one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-python-"));
  try {
    await expect(findPython({ name: "Thing", versions: ["3.11"] }, [folder])).rejects.toThrow(
      /there is none.*apt-get install python3 python3-venv/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a Python that environments don't see is none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-python-"));
  try {
    await symlink(process.execPath, join(folder, "python3"));
    await expect(findPython({ name: "Thing", versions: undefined }, [folder])).rejects.toThrow(/there is none/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
