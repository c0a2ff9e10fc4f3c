import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const KEY = "sk-ant-canary-0123456789-wxyz";
const GOOD_KEY = "sk-ant-canary-0123456789-good";

let home: TestHome;
let provider: Server;
let seenKeys: string[];
let baseUrl: string;

/** A provider that takes one key, and refuses every other with the key that it was asked with. */
beforeAll(async () => {
  home = await createTestHome();
  seenKeys = [];
  provider = createServer((request, response) => {
    const key = String(request.headers["x-api-key"] ?? request.headers.authorization);
    seenKeys.push(key);
    if (key === GOOD_KEY) {
      response.writeHead(200, { "content-type": "application/json" }).end('{"data":[]}');
      return;
    }
    response.writeHead(401, { "content-type": "application/json" });
    const error = { type: "authentication_error", message: `invalid x-api-key: ${key}` };
    response.end(JSON.stringify({ type: "error", error }));
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});

afterAll(async () => {
  provider.close();
  await home.remove();
});

test("a wrong key ends the task with the provider's answer and the credential's name, and the key is shown nowhere", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: baseUrl };
  const { exitCode, stdout, stderr } = await home.run(["run", "Say hello", "--repo", repository.path], { env });
  expect(exitCode, stdout + stderr).toBe(4);
  expect(seenKeys.some((key) => key.includes(KEY))).toBe(true);
  expect(stdout + stderr).toContain("401");
  expect(stdout + stderr).toContain("wxyz");
  expect(stdout + stderr).not.toContain("canary");
});

test("a stored key is tried through the gateway, and what the provider says of it is shown without the key", async () => {
  const add = (stdin: string) =>
    home.run(["credentials", "add", "anthropic", "--base-url", baseUrl, "--replace"], { stdin });
  await add(`${GOOD_KEY}\n`);
  expect(await home.run(["credentials", "test", "anthropic"])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("anthropic takes the credential …good"),
  });
  await add(`${KEY}\n`);
  const rejected = await home.run(["credentials", "test", "anthropic"]);
  expect(rejected).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("invalid x-api-key: [redacted]") });
  expect(rejected.stdout + rejected.stderr).not.toContain("canary");
  await home.run(["credentials", "remove", "anthropic"]);
});

test("a key from the environment is for that run only", async () => {
  expect((await home.run(["credentials", "list", "--json"])).stdout).not.toContain("wxyz");
});
