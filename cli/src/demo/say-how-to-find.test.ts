import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sayHowToFind } from "./say-how-to-find.ts";

test("how a command is found by its name is said as long as it isn't", async () => {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-path-"));
  try {
    const searched = `/nowhere::${folder}`;
    expect(sayHowToFind(undefined)).toContain("ln -s ");
    await writeFile(join(folder, "catalyst"), "#!/bin/sh\n");
    expect(sayHowToFind(searched)).toMatch(/ln -s \/\S+\/catalyst ~\/\.local\/bin\//);
    await chmod(join(folder, "catalyst"), 0o755);
    expect(sayHowToFind(searched)).toBeNull();
  } finally {
    await rm(folder, { recursive: true });
  }
});
