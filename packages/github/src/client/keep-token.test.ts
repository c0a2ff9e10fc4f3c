import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
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
  const github = { now: 0, minted: 0, isAway: false, given: [] as string[], asked: [] as string[] };
  const repository = { id: 7, name: "shop", owner: { login: "acme" }, private: true };
  /** By their names. */
  const named = new Map([["shop", repository]]);
  const say = (status: number, body: object) =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  const mint = () => {
    github.minted += 1;
    return say(201, { token: `ghs_${github.minted}`, repositories: [repository] });
  };
  const tell = (path: string) => {
    github.asked.push(path);
    const found = named.get(path.split("/").at(-1) ?? "");
    return found === undefined ? say(404, { message: "Not Found" }) : say(200, found);
  };
  const fetch = async (url: string, asked: { method?: string; headers?: Record<string, string> }) => {
    if (asked.method === "DELETE") {
      github.given.push(new Headers(asked.headers).get("authorization") ?? "");
      return new Response(null, { status: 204 });
    }
    if (github.isAway) {
      return say(502, {});
    }
    return asked.method === "POST" ? mint() : tell(new URL(url).pathname);
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
  const see = () =>
    tokens.use(app, READS, async ({ token, repository: { name, isPublic } }) => [token, name, isPublic]);
  return { github, repository, named, tokens, use, see };
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

describe("what is known of the repository with a token", () => {
  test("is looked at again after ten seconds: it may be everybody's by now", async () => {
    const { github, repository, named, see } = open();
    expect(await see()).toEqual(["ghs_1", "shop", false]);
    repository.private = false;
    github.now = 9000;
    expect(await see()).toEqual(["ghs_1", "shop", false]);
    github.now = 10_000;
    expect(await see()).toEqual(["ghs_1", "shop", true]);
    // GitHub leads from a former name to the present one.
    repository.name = "store";
    named.set("store", repository);
    github.now = 20_000;
    expect([await see(), await see()]).toEqual(Array(2).fill(["ghs_1", "store", true]));
    expect(github.asked).toEqual(["/repos/acme/shop", "/repos/acme/shop"]);
  });

  test("is looked at each time where git goes by it: who has just been renamed is asked for by the present name", async () => {
    const { github, use, repository, named } = open();
    const contents: TokenScope = { ...READS, permissions: { contents: "read" } };
    expect(await use(contents)).toBe("ghs_1");
    repository.name = "store";
    named.set("store", repository);
    expect(await use(contents)).toBe("ghs_1");
    expect(github.asked).toEqual(["/repos/acme/shop", "/repos/acme/shop"]);
  });

  test("is had anew with a token where another has its name by now, or nothing has", async () => {
    const { github, repository, named, see } = open();
    await see();
    repository.name = "store";
    named.set("shop", { ...repository, id: 8, name: "shop" });
    github.now = 10_000;
    expect(await see()).toEqual(["ghs_2", "store", false]);
    github.now = 20_000;
    expect(await see()).toEqual(["ghs_3", "store", false]);
    await expect.poll(() => github.given).toEqual(["token ghs_1", "token ghs_2"]);
  });

  test("is asked for again once GitHub is back", async () => {
    const { github, see } = open();
    await see();
    [github.now, github.isAway] = [10_000, true];
    await expect(see()).rejects.toThrow(GitHubFault);
    github.isAway = false;
    expect(await see()).toEqual(["ghs_1", "shop", false]);
  });
});
