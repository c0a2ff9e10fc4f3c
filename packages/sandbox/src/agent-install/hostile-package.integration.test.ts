import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installAgent } from "./install-agent.ts";

/** Packages whose own scripts don't run, and that lead npm to what others wrote: a repository, an address, a file. */
let folder: string;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-hostile-"));
  await mkdir(join(folder, "outside"));
  await writeFile(join(folder, "outside/package.json"), '{"name":"dependency","version":"1.0.0"}');
  await writeFile(join(folder, "outside/private.txt"), "private");
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A registry that has one package with these dependencies. */
async function serve(dependenciesAt: (url: string) => Record<string, string>): Promise<string[]> {
  const asked: string[] = [];
  let manifest: object = {};
  server = createServer(async ({ url: path = "" }, response) => {
    asked.push(path);
    if (path === "/hello.tgz") {
      response.end(await readFile(join(folder, "hello.tgz")));
    } else if (path === "/hello") {
      const version = { ...manifest, dist: { tarball: `${url}/hello.tgz` } };
      response.end(JSON.stringify({ name: "hello", "dist-tags": {}, versions: { "1.0.0": version } }));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  manifest = { name: "hello", version: "1.0.0", bin: "hello.sh", dependencies: dependenciesAt(url) };
  await mkdir(join(folder, "package"));
  await writeFile(join(folder, "package/hello.sh"), `#!/bin/sh\ntouch ${join(folder, "started")}\necho hello 1.0.0\n`, {
    mode: 0o755,
  });
  await writeFile(join(folder, "package/package.json"), JSON.stringify(manifest));
  await execa("tar", ["-czf", "hello.tgz", "package"], { cwd: folder });
  return asked;
}
function install(owner: "user" | "project", kind: "npm" | "pypi" = "npm") {
  const recipe = { package: "hello", version: "1.0.0", executable: "node_modules/.bin/hello" };
  const env = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: folder,
    npm_config_registry: url,
    // A person's settings open nothing.
    NPM_CONFIG_ALLOW_GIT: "all",
    npm_config_allow_file: "all",
  };
  return installAgent({
    home: join(folder, "home"),
    agent: { id: "hello", name: "Hello", install: { kind, ...recipe }, custom: { owner } },
    env,
    onProgress: () => undefined,
  });
}

/** A repository whose own settings of npm name the program that is run as git. */
async function createHostileRepository(): Promise<string> {
  const path = join(folder, "repository");
  await mkdir(path);
  await writeFile(join(path, "git.sh"), `#!/bin/sh\ntouch ${join(folder, "proof")}\n`, { mode: 0o755 });
  await writeFile(join(path, ".npmrc"), "git=./git.sh\n");
  const nested = { name: "dependency", version: "1.0.0", scripts: { prepare: "true" } };
  const devDependencies = { other: "git+file:///nowhere/other.git" };
  await writeFile(join(path, "package.json"), JSON.stringify({ ...nested, devDependencies }));
  const env = { PATH: "/usr/bin:/bin", HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) => execa("git", ["-C", path, ...args], { env, extendEnv: false });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=Start");
  return `git+file://${path}`;
}

test.each(["user", "project"] as const)(
  "a %s's package runs nothing through a dependency in a repository",
  async (owner) => {
    const dependency = await createHostileRepository();
    await serve(() => ({ dependency }));
    await expect(install(owner)).rejects.toMatchObject({ code: "prerequisite_missing" });
    expect(await readdir(folder)).not.toContain("proof");
  },
);

test("what only a project asked for is installed and never started on the machine itself", async () => {
  await serve(() => ({}));
  await install("project");
  expect(await readdir(folder)).not.toContain("started");
  expect((await stat(join(folder, "home"))).mode & 0o777, "a home that an installation makes is closed").toBe(0o700);
  await rm(join(folder, "home"), { recursive: true });
  await install("user");
  expect(await readdir(folder)).toContain("started");
});

test("a dependency in a folder of this machine comes into no installation", async () => {
  await serve(() => ({ dependency: `file:${join(folder, "outside")}` }));
  await expect(install("project")).rejects.toMatchObject({ code: "prerequisite_missing" });
  expect(await readdir(join(folder, "home/agents/hello"))).toEqual([]);
});

test("a dependency at an address of its own is not asked for", async () => {
  const asked = await serve((at) => ({ dependency: `${at}/elsewhere.tgz` }));
  await expect(install("project")).rejects.toMatchObject({ code: "prerequisite_missing" });
  expect(asked).not.toContain("/elsewhere.tgz");
});

test("a project's package on PyPI is refused: a dependency could name an address, and building it would run it", async () => {
  await serve(() => ({}));
  await expect(install("project", "pypi")).rejects.toThrow(
    /Installing Hello failed: .*PyPI.*Describe it yourself: .*agents\.d\/hello\.yaml/,
  );
});
