import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { InstallableAgent } from "./agent-folder.ts";
import { installAgent } from "./install-agent.ts";
import { readAgentVersion } from "./read-agent-version.ts";

/** A registry that takes longer than this to say anything counts as away. */
const PATIENCE_MILLISECONDS = 1000;

const NPM_AGENT: InstallableAgent = {
  id: "hello",
  name: "Hello",
  install: { kind: "npm", package: "hello", version: "1.0.0", executable: "node_modules/.bin/hello" },
};
const PYTHON_AGENT: InstallableAgent = {
  ...NPM_AGENT,
  install: { kind: "pypi", package: "hello", version: "1.0.0", executable: "bin/hello" },
};

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-registry-"));
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function install(agent: InstallableAgent, url: string) {
  const env = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: folder,
    npm_config_registry: url,
    npm_config_fetch_timeout: String(PATIENCE_MILLISECONDS),
    npm_config_fetch_retry_mintimeout: "10",
    npm_config_fetch_retry_maxtimeout: "10",
    PIP_INDEX_URL: `${url}/simple`,
    PIP_TIMEOUT: String(PATIENCE_MILLISECONDS / 1000),
    PIP_RETRIES: "1",
  };
  return installAgent({ home: join(folder, "home"), agent, env, onProgress: () => undefined });
}

test("npm's settings for the whole machine count for an installation, too", async () => {
  const asked: string[] = [];
  const url = await serve(({ url: path }, response) => {
    asked.push(String(path));
    response.writeHead(404).end();
  });
  await mkdir(join(folder, "machine/etc"), { recursive: true });
  await writeFile(join(folder, "machine/etc/npmrc"), `registry=${url}\n`);
  const env = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: folder,
    npm_config_prefix: join(folder, "machine"),
    npm_config_fetch_retries: "0",
  };
  const installing = installAgent({ home: join(folder, "home"), agent: NPM_AGENT, env, onProgress: () => undefined });
  await expect(installing).rejects.toMatchObject({ code: "prerequisite_missing" });
  expect(asked).toContain("/hello");
});

test.each([
  ["npm", NPM_AGENT, "npm_config_registry", "npm_config_fetch_timeout"],
  ["pip", PYTHON_AGENT, "PIP_INDEX_URL", "PIP_TIMEOUT"],
])(
  "a registry that never answers ends an installation by %s, named, with the ways out",
  async (_what, agent, ...ways) => {
    const asked: string[] = [];
    const url = await serve(({ url: path }) => void asked.push(String(path)));
    const error = await install(agent, url).then(
      () => null,
      (refused: Error) => refused,
    );
    expect(error).toMatchObject({ code: "prerequisite_missing" });
    expect(error?.message).toMatch(/^Installing Hello failed:/);
    for (const words of [String(server.address() && new URL(url).port), "can't be reached", "HTTPS_PROXY", ...ways]) {
      expect(error?.message).toContain(words);
    }
    expect(asked).toHaveLength(2);
    expect(await readdir(join(folder, "home/agents/hello"))).toEqual([]);
  },
);

test("a package that comes slowly is installed, however long it takes in all", async () => {
  const tarball = await packHello();
  const url = await serve(async (request, response) => {
    if (!request.url?.endsWith(".tgz")) {
      const version = { name: "hello", version: "1.0.0", bin: "hello.sh", dist: { tarball: `${url}/hello.tgz` } };
      response.end(JSON.stringify({ name: "hello", "dist-tags": {}, versions: { "1.0.0": version } }));
      return;
    }
    // Five waits of half the patience are longer than that in all.
    const part = Math.ceil(tarball.length / 5);
    for (let at = 0; at < tarball.length; at += part) {
      response.write(tarball.subarray(at, at + part));
      await wait(PATIENCE_MILLISECONDS / 2);
    }
    response.end();
  });
  const { executablePath } = await install(NPM_AGENT, url);
  expect(await readAgentVersion(executablePath)).toBe("hello 1.0.0");
});

async function packHello(): Promise<Buffer> {
  await mkdir(join(folder, "package"));
  await writeFile(join(folder, "package/hello.sh"), "#!/bin/sh\necho hello 1.0.0\n", { mode: 0o755 });
  await writeFile(
    join(folder, "package/package.json"),
    JSON.stringify({ name: "hello", version: "1.0.0", bin: "hello.sh" }),
  );
  await execa("tar", ["-czf", "hello.tgz", "package"], { cwd: folder });
  return readFile(join(folder, "hello.tgz"));
}
