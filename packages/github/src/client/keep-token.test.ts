import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { GitHubFault } from "../faults/github-fault.ts";
import { openKeptTokens } from "./keep-token.ts";
import { openApp } from "./open-app.ts";
import type { TokenScope } from "./with-token.ts";

const READS: TokenScope = { installationId: 1, repository: { id: 7 }, permissions: { issues: "read" } };
const WRITES: TokenScope = { ...READS, permissions: { issues: "write" } };
const MINUTE = 60_000;
const { privateKey: KEY } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

/** An App whose GitHub mints tokens, or doesn't, and hears which were given back. */
function open() {
  const github = { now: 0, minted: 0, isAway: false, given: [] as string[] };
  const repository = { id: 7, name: "shop", owner: { login: "acme" }, private: true };
  const fetch = async (_url: string, asked: { method?: string; headers?: Record<string, string> }) => {
    const isMint = asked.method === "POST";
    if (isMint && github.isAway) {
      return new Response("{}", { status: 502 });
    }
    if (isMint) {
      github.minted += 1;
      const body = { token: `ghs_${github.minted}`, repositories: [repository] };
      return new Response(JSON.stringify(body), { status: 201, headers: { "content-type": "application/json" } });
    }
    github.given.push(new Headers(asked.headers).get("authorization") ?? "");
    return new Response(null, { status: 204 });
  };
  const app = openApp({
    ...{ id: 7, privateKey: KEY, gapMilliseconds: 0, api: { url: "http://github.test", version: null } },
    ...{ connections: { fetch, close: async () => undefined } as never, now: () => new Date(github.now) },
  });
  const tokens = openKeptTokens();
  const use = (scope: TokenScope, work: () => Promise<unknown> = async () => undefined) =>
    tokens.use(app, scope, async ({ token }) => {
      await work();
      return token;
    });
  return { github, tokens, use };
}

const fail = (kind: "outage" | "not_found") => async () => {
  throw new GitHubFault(kind === "outage" ? { kind, reason: "it answered 502" } : { kind });
};

test("a token serves what follows with the same permissions, for ten minutes where it may change something", async () => {
  const { github, use } = open();
  expect([await use(WRITES), await use(READS), await use(WRITES)]).toEqual(["ghs_1", "ghs_2", "ghs_1"]);
  github.now = 11 * MINUTE;
  expect([await use(WRITES), await use(READS)]).toEqual(["ghs_3", "ghs_2"]);
  await expect.poll(() => github.given).toEqual(["token ghs_1"]);
});

test("a fault that may be about the token costs it, one of the forge doesn't", async () => {
  const { github, use } = open();
  await expect(use(READS, fail("outage"))).rejects.toThrow(GitHubFault);
  expect(await use(READS)).toBe("ghs_1");
  await expect(use(READS, fail("not_found"))).rejects.toThrow(GitHubFault);
  expect(github.given).toEqual(["token ghs_1"]);
  expect(await use(READS)).toBe("ghs_2");
});

test("one that another is still at is given back when that is done", async () => {
  const { github, tokens, use } = open();
  const release = Promise.withResolvers<void>();
  const slow = use(READS, () => release.promise);
  await expect(use(READS, fail("not_found"))).rejects.toThrow(GitHubFault);
  await tokens.close();
  expect(github.given).toEqual([]);
  release.resolve();
  expect(await slow).toBe("ghs_1");
  expect(github.given).toEqual(["token ghs_1"]);
});

test("one that couldn't be had is asked for again, and those who ask at once share one", async () => {
  const { github, use } = open();
  github.isAway = true;
  await expect(Promise.all([use(READS), use(READS)])).rejects.toThrow(GitHubFault);
  github.isAway = false;
  expect(await Promise.all([use(READS), use(READS)])).toEqual(["ghs_1", "ghs_1"]);
});
