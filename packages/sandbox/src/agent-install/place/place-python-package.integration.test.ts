import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { InstallableAgent } from "../agent-folder.ts";
import { installAgent } from "../install-agent.ts";
import { readAgentVersion } from "../read-agent-version.ts";

const WHEEL: Record<string, string> = {
  "hello.py": "import sys\n\n\ndef main():\n    print('hello 1.0 from', sys.prefix)\n",
  "hello-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
  "hello-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  "hello-1.0.dist-info/entry_points.txt": "[console_scripts]\nhello = hello:main\n",
  "hello-1.0.dist-info/RECORD": "",
};
/** Building it would run this. */
const SOURCE = {
  "built-1.0/setup.py": "open('/tmp/catalyst-test-setup-ran', 'w')\nraise SystemExit('setup.py ran')\n",
};

let folder: string;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst wheels-"));
  // With a blank, because a person's home may have one.
  home = join(folder, "the home");
  await pack(WHEEL, "hello-1.0-py3-none-any.whl", "zipfile");
  await pack(SOURCE, "built-1.0.tar.gz", "tarfile");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function pack(files: Record<string, string>, name: string, module: "zipfile" | "tarfile"): Promise<void> {
  const content = join(folder, `content of ${name}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    await writeFile(join(content, path), text);
  }
  const entries = await readdir(content);
  await execa("/usr/bin/python3", ["-I", "-m", module, "-c", join(folder, name), ...entries], { cwd: content });
}

function install(name: string, settings: Record<string, string> = {}) {
  const agent: InstallableAgent = {
    id: name,
    name,
    install: { kind: "pypi", package: name, version: "1.0", executable: `bin/${name}` },
  };
  const env = {
    PATH: "/usr/bin:/bin",
    HOME: folder,
    PIP_NO_INDEX: "1",
    PIP_FIND_LINKS: `file://${encodeURI(folder)}`,
    ...settings,
  };
  const progress: string[] = [];
  const installing = installAgent({ home, agent, env, onProgress: (message) => void progress.push(message) });
  return installing.then((installed) => ({ ...installed, progress }));
}

test("a package from PyPI is installed once, however many want it at once, and runs from wherever it is moved to", async () => {
  const [first, second] = await Promise.all([install("hello"), install("hello")]);
  const { executablePath, folder: installed, version } = first;
  expect(version).toBe("1.0");
  expect(second.folder).toBe(installed);
  const progress = [...first.progress, ...second.progress];
  expect(progress.filter((message) => message === "pip install hello==1.0")).toHaveLength(1);
  expect(progress).toContain("waiting for another process that installs it");
  expect(await readAgentVersion(executablePath)).toBe(`hello 1.0 from ${installed}`);
  const moved = join(folder, "elsewhere");
  await rename(installed, moved);
  expect(await readAgentVersion(join(moved, "bin/hello"))).toBe(`hello 1.0 from ${moved}`);
  await rename(moved, installed);
});

test("a person's setting to install for the user leads nothing elsewhere", async () => {
  await rm(join(home, "agents"), { recursive: true, force: true });
  const { executablePath, folder: installed } = await install("hello", { PIP_USER: "1" });
  expect(await readAgentVersion(executablePath)).toBe(`hello 1.0 from ${installed}`);
  expect(await readdir(folder)).not.toContain(".local");
});

test("a package that had to be built is refused before it runs anything, and leaves nothing", async () => {
  await expect(install("built")).rejects.toMatchObject({
    code: "prerequisite_missing",
    message: expect.stringMatching(/Installing built failed:[\s\S]*built==1\.0/),
  });
  expect(await readdir(join(home, "agents", "built"))).toEqual([]);
  expect(await readdir("/tmp")).not.toContain("catalyst-test-setup-ran");
});
