/** Another program that plays GitHub, where it is right: who wrote it had other expectations than we. */
import { createHash } from "node:crypto";
import { Octokit } from "@octokit/core";
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFreePort } from "../../find-free-port.ts";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "ada", repo: "shop" };
const ISSUES = "/repos/{owner}/{repo}/issues";
const GIT = "/repos/{owner}/{repo}/git";
const MINT = "POST /app/installations/{installation_id}/access_tokens";

type Ask = (route: string, parameters?: Record<string, unknown>) => Promise<{ status: number; data: unknown }>;
interface Played {
  asAda: Ask;
  asApp: Ask;
  /** With the token that the App was given. */
  withToken(token: string): Ask;
  installationId: number;
}

let peer: Peer;
let emulator: Emulator;
let both: { ours: Played; theirs: Played };

beforeAll(async () => {
  peer = await makePeer({
    people: ["ada"],
    repositories: { "ada/shop": { isPrivate: true, files: { "README.md": "# shop\n" } } },
    installations: { ada: { repositories: ["shop"] } },
  });
  const app = { ...{ app_id: peer.app.id, slug: "catalyst", name: "catalyst" }, private_key: peer.app.privateKey };
  const installation = { installation_id: 9, account: "ada", permissions: peer.app.permissions };
  emulator = await createEmulator({
    ...{ service: "github", port: await findFreePort() },
    seed: {
      tokens: { "ada-token": { login: "ada", scopes: ["repo"] } },
      github: {
        users: [{ login: "ada" }],
        repos: [{ owner: "ada", name: "shop", auto_init: true, private: true }],
        apps: [{ ...app, installations: [{ ...installation, repository_selection: "all" }] }],
      },
    },
  });
  const at = (baseUrl: string, auth: string) => asking(new Octokit({ baseUrl, auth }));
  both = {
    ours: {
      ...{ asAda: asking(askAsPerson(peer, "ada")), asApp: asking(askAsApp(peer)) },
      ...{ withToken: (token) => at(peer.address, token), installationId: peer.installation("ada").id },
    },
    theirs: {
      ...{ asAda: at(emulator.url, "ada-token"), asApp: asking(askAsApp({ ...peer, apiAddress: emulator.url })) },
      ...{ withToken: (token) => at(emulator.url, token), installationId: 9 },
    },
  };
});

afterAll(async () => {
  await emulator?.close();
  await peer?.close();
});

/** What is refused is an answer, too. */
function asking(octokit: Pick<Octokit, "request">): Ask {
  return async (route, parameters = {}) => {
    try {
      const { status, data } = await octokit.request(route, {
        ...(route.includes("{owner}") ? SHOP : {}),
        ...parameters,
      });
      return { status, data };
    } catch (error) {
      const { status = 0, response } = error as { status?: number; response?: { data: unknown } };
      return { status, data: response?.data };
    }
  };
}

/** Plays at both, and what each came to. */
async function play<Outcome>(story: (at: Played) => Promise<Outcome>): Promise<Outcome> {
  const [ours, theirs] = [await story(both.ours), await story(both.theirs)];
  expect(ours).toEqual(theirs);
  return ours;
}

/** Of an answer what is the same wherever it is asked: numbers and addresses aren't. */
function pick(answer: { status: number; data: unknown }, ...keys: string[]) {
  const data = answer.data as Record<string, unknown>;
  return { status: answer.status, ...Object.fromEntries(keys.map((key) => [key, data[key]])) };
}

test("issues, their labels and comments are made, changed and listed alike", async () => {
  const outcome = await play(async ({ asAda }) => {
    const made = await asAda(`POST ${ISSUES}`, { title: "Sum is wrong", body: "See", labels: ["bug"] });
    const { number: issue_number } = made.data as { number: number };
    const at = { issue_number };
    const commented = await asAda(`POST ${ISSUES}/{issue_number}/comments`, { ...at, body: "Hm" });
    const { id: comment_id } = commented.data as { id: number };
    return [
      pick(made, "title", "body", "state", "locked", "comments", "state_reason"),
      pick(commented, "body"),
      pick(await asAda(`PATCH ${ISSUES}/comments/{comment_id}`, { comment_id, body: "Hm!" }), "body"),
      pick(await asAda("POST /repos/{owner}/{repo}/labels", { name: "catalyst", color: "5319e7" }), "name", "color"),
      pick(await asAda("POST /repos/{owner}/{repo}/labels", { name: "catalyst", color: "5319e7" })),
      pick(await asAda(`POST ${ISSUES}/{issue_number}/labels`, { ...at, labels: ["catalyst"] })),
      pick(await asAda(`DELETE ${ISSUES}/{issue_number}/labels/{name}`, { ...at, name: "bug" })),
      pick(await asAda(`DELETE ${ISSUES}/{issue_number}/labels/{name}`, { ...at, name: "bug" })),
      pick(await asAda(`PATCH ${ISSUES}/{issue_number}`, { ...at, state: "closed" }), "state"),
      pick(await asAda(`GET ${ISSUES}/{issue_number}`, at), "state", "comments"),
      pick(await asAda(`GET ${ISSUES}/{issue_number}`, { issue_number: 4711 })),
      pick(await asAda(`DELETE ${ISSUES}/comments/{comment_id}`, { comment_id })),
    ];
  });
  expect(outcome.map(({ status }) => status)).toEqual([201, 201, 200, 201, 422, 200, 200, 404, 200, 200, 404, 204]);
});

test("blobs, trees and commits have git's own names, and a ref that isn't forwards is refused", async () => {
  const outcome = await play(async ({ asAda }) => {
    const tip = await asAda(`GET ${GIT}/ref/{ref}`, { ref: "heads/main" });
    const { sha } = (tip.data as { object: { sha: string } }).object;
    const blob = await asAda(`POST ${GIT}/blobs`, { content: "b\n", encoding: "utf-8" });
    const entry = { path: "run.sh", mode: "100755", type: "blob", sha: (blob.data as { sha: string }).sha };
    const tree = await asAda(`POST ${GIT}/trees`, { tree: [entry] });
    const author = { name: "Ada", email: "ada@example.com", date: "2026-01-02T03:04:05Z" };
    const wish = {
      message: "Begin\n",
      tree: (tree.data as { sha: string }).sha,
      parents: [],
      author,
      committer: author,
    };
    const commit = await asAda(`POST ${GIT}/commits`, wish);
    const root = (commit.data as { sha: string }).sha;
    return [
      pick(blob, "sha"),
      pick(tree, "sha"),
      pick(commit, "sha"),
      pick(await asAda(`POST ${GIT}/refs`, { ref: "refs/heads/work", sha: root }), "ref"),
      pick(await asAda(`POST ${GIT}/refs`, { ref: "refs/heads/work", sha: root })),
      pick(await asAda(`PATCH ${GIT}/refs/{ref}`, { ref: "heads/work", sha, force: false })),
      pick(await asAda(`PATCH ${GIT}/refs/{ref}`, { ref: "heads/work", sha, force: true })),
      pick(await asAda(`DELETE ${GIT}/refs/{ref}`, { ref: "heads/work" })),
    ];
  });
  expect(outcome[0]).toMatchObject({ sha: createHash("sha1").update("blob 2\0b\n").digest("hex") });
  expect(outcome.map(({ status }) => status)).toEqual([201, 201, 201, 201, 422, 422, 200, 204]);
});

test("a token is narrowed as it is asked for, and not beyond what was granted", async () => {
  const outcome = await play(async ({ asApp, withToken, installationId: installation_id }) => {
    const narrow = await asApp(MINT, { installation_id, repositories: ["shop"], permissions: { issues: "read" } });
    const { token, permissions } = narrow.data as { token: string; permissions: object };
    const asInstallation = withToken(token);
    return [
      pick(await asApp("GET /app"), "slug"),
      pick(narrow),
      "issues" in permissions,
      pick(await asInstallation(ISSUES.replace(/^/, "GET "))),
      pick(await asInstallation(`POST ${ISSUES}`, { title: "Not mine to open" })),
      pick(await asApp(MINT, { installation_id, permissions: { administration: "write" } })),
    ];
  });
  expect(outcome.map((one) => (typeof one === "boolean" ? one : one.status))).toEqual([200, 201, true, 200, 403, 422]);
});
