import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const SITE = { owner: "acme", repo: "site" };
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "mary", "tom", "stranger"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { roles: { ada: "maintain", tom: "triage", mary: "admin" } },
      "acme/site": { isPrivate: true, isArchived: true, roles: { ada: "write" } },
    },
    installations: { acme: {} },
  });
});

afterEach(() => peer.close());

test("a person's permission is folded into GitHub's four old words beside the role's name", async () => {
  const ask = async (place: { owner: string; repo: string }, username: string) => {
    const path = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
    const { data } = await askAsInstallation(peer, "acme").request(path, { ...place, username });
    return [data.permission, data.role_name, data.user?.id === peer.person(username).id];
  };
  expect(await ask(SHOP, "ada")).toEqual(["write", "maintain", true]);
  expect(await ask(SHOP, "tom")).toEqual(["read", "triage", true]);
  expect(await ask(SHOP, "mary")).toEqual(["admin", "admin", true]);
  expect(await ask(SHOP, "stranger")).toEqual(["read", "read", true]);
  expect(await ask(SITE, "stranger")).toEqual(["none", "none", true]);
  await expect(ask(SHOP, "nobody")).rejects.toThrow();
});

test("people of the repository can be assigned; strangers, the App and organisations can't", async () => {
  const octokit = askAsInstallation(peer, "acme");
  const check = (assignee: string) =>
    octokit.request("GET /repos/{owner}/{repo}/assignees/{assignee}", { ...SHOP, assignee });
  expect((await check("tom")).status).toBe(204);
  for (const assignee of ["stranger", "catalyst[bot]", "acme", "nobody"]) {
    await expect(check(assignee)).rejects.toMatchObject({ status: 404 });
  }
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/assignees", { ...SHOP, per_page: 2 });
  expect(data.map(({ login }) => login)).toEqual(["ada", "mary"]);
});

test("who may not see a private repository hears that it isn't there; an archived one can be read only", async () => {
  const { request } = askAsPerson(peer, "stranger");
  await expect(request("GET /repos/{owner}/{repo}", SITE)).rejects.toMatchObject({ status: 404 });
  const ada = askAsPerson(peer, "ada");
  const { data } = await ada.request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...SITE, ref: "heads/main" });
  const make = { ...SITE, ref: "refs/heads/new", sha: data.object.sha };
  await expect(ada.request("POST /repos/{owner}/{repo}/git/refs", make)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("read-only"),
  });
});
