import { glob, readFile } from "node:fs/promises";
import { type Operation, ROUTES } from "@catalyst/api";
import { expect, test } from "vitest";

const SOURCES = new URL("../", import.meta.url);

/** Followed by their address instead of by their name: the one stream of `/events` has the topics of all others. */
const STREAMED: readonly Operation[] = ["streamTopics", "streamWish"];

/** What no page asks, and why. What stands here and is used all the same, or isn't a route any more, fails as well. */
const OVER_SOCKET = "the machine's owner alone may, over the socket: nobody is that in a browser";
const LEFT_OUT: Partial<Record<Operation, string>> = {
  streamEvents: "a browser has one stream for everything: streamTopics",
  streamTaskChanges: "a browser has one stream for everything: streamTopics",
  streamChanges: "a browser has one stream for everything: streamTopics",
  listChanges: "the log and the task itself tell it; changes are what pages are woken by",
  getHealth: "for what watches the server: a page that is there was answered",
  getContract: "for programs; people read it where the server draws it, at /api/docs",
  getMachine: OVER_SOCKET,
  validateAgent: "checks a description that lies in a folder of whoever writes it",
  changeDestination: "a destination is removed and added anew: both show its secret once",
  watchGitHubRepository: OVER_SOCKET,
  createSignInLink: OVER_SOCKET,
  addGitHubApp: OVER_SOCKET,
  convertGitHubManifest: OVER_SOCKET,
  listGitHubApps: OVER_SOCKET,
  changeGitHubApp: OVER_SOCKET,
  removeGitHubApp: OVER_SOCKET,
  lookAtGitHubInstallations: OVER_SOCKET,
  inspectGitHub: OVER_SOCKET,
  findMissedRequests: OVER_SOCKET,
  beginMissedRequests: OVER_SOCKET,
  installAgent: OVER_SOCKET,
  checkAgent: OVER_SOCKET,
  clean: OVER_SOCKET,
  dropSetups: "belongs to clean, which frees a machine's disk",
  listKept: OVER_SOCKET,
  listPairs: OVER_SOCKET,
  rotatePair: OVER_SOCKET,
  rotateKeys: OVER_SOCKET,
  getWish: "belongs to what is asked of the machine's worker",
  listPeople: OVER_SOCKET,
  removePerson: OVER_SOCKET,
  createResetLink: OVER_SOCKET,
  listInvitations: OVER_SOCKET,
  createInvitation: OVER_SOCKET,
  removeInvitation: OVER_SOCKET,
};

async function readCalls(): Promise<string[]> {
  const calls = new Set<string>();
  for await (const name of glob("**/*.{ts,tsx}", { cwd: SOURCES })) {
    const text = /\.test\.tsx?$/.test(name) ? "" : await readFile(new URL(name, SOURCES), "utf8");
    for (const [, operation] of text.matchAll(/\bcall\(\s*"(\w+)"/g)) {
      calls.add(operation ?? "");
    }
  }
  return [...calls].toSorted();
}

test("each route is asked by a page, or it is said why by none", async () => {
  const asked = [...(await readCalls()), ...STREAMED];
  expect([...asked, ...Object.keys(LEFT_OUT)].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});
