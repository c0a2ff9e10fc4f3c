import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { type Checkout, checkOut } from "../testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
let checkout: Checkout;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": {
        isPushProtected: true,
        roles: { ada: "admin" },
        files: { "sum.ts": "a\n", ".github/workflows/ci.yml": "on: push\n" },
      },
    },
    installations: { acme: {} },
  });
  checkout = await checkOut(peer, "ada", "acme/shop");
});

afterEach(() => peer.close());

function demand(...types: string[]) {
  const rules = types.map((type) => ({ type })) as { type: "deletion" }[];
  const conditions = { ref_name: { include: ["refs/heads/catalyst/*"], exclude: [] } };
  const wish = { ...SHOP, name: types.join(), enforcement: "active" as const, conditions, rules };
  return askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/rulesets", wish);
}

async function commit(files: Record<string, string>) {
  await checkout.write(files);
  await checkout.git("add", "--all");
  await checkout.git("commit", "--quiet", "--message=Change");
}

async function pushAsApp(branch: string): Promise<string> {
  const { data } = await askAsApp(peer).request("POST /app/installations/{installation_id}/access_tokens", {
    installation_id: peer.installation("acme").id,
  });
  const remote = `${peer.address.replace("://", `://x-access-token:${data.token}@`)}/acme/shop.git`;
  return checkout.git("push", "--quiet", remote, `HEAD:refs/heads/${branch}`);
}

test("rules of a branch are listed, and a push that breaks one is declined with what it breaks", async () => {
  await demand("required_signatures");
  await demand("required_linear_history");
  const path = "GET /repos/{owner}/{repo}/rules/branches/{branch}";
  const app = askAsInstallation(peer, "acme");
  const { data } = await app.request(path, { ...SHOP, branch: "catalyst/one" });
  expect(data.map(({ type }) => type)).toEqual(["required_signatures", "required_linear_history"]);
  expect((await app.request(path, { ...SHOP, branch: "main" })).data).toEqual([]);
  await commit({ "sum.ts": "b\n" });
  await expect(pushAsApp("catalyst/one")).rejects.toThrow(
    /GH013[\s\S]*verified signatures[\s\S]*\(push declined due to repository rule violations\)/,
  );
  await pushAsApp("other");
  const refs = await app.request("GET /repos/{owner}/{repo}/branches", SHOP);
  expect(refs.data.map(({ name }) => name)).toEqual(["main", "other"]);
});

test("a merge commit is refused where history has to be linear, over the API too", async () => {
  await demand("required_linear_history", "deletion");
  await checkout.push("side", { "side.ts": "s\n" });
  await checkout.git("checkout", "--quiet", "-b", "local", "origin/main");
  await commit({ "main.ts": "m\n" });
  await checkout.git("merge", "--quiet", "--no-edit", "--no-ff", "origin/side");
  await expect(pushAsApp("catalyst/two")).rejects.toThrow(/must not contain merge commits/);
  await checkout.git("push", "--quiet", "origin", "HEAD:refs/heads/merged");
  const sha = await checkout.git("rev-parse", "HEAD");
  const make = { ...SHOP, ref: "refs/heads/catalyst/three", sha: await checkout.git("rev-parse", "origin/main") };
  const app = askAsInstallation(peer, "acme");
  await app.request("POST /repos/{owner}/{repo}/git/refs", make);
  const gone = app.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...SHOP, ref: "heads/catalyst/three" });
  await expect(gone).rejects.toMatchObject({ status: 422, message: expect.stringContaining("Cannot delete") });
  expect(sha).toHaveLength(40);
});

test("an App without the permission changes no workflow, nor pushes a branch that lags behind in them; a person may", async () => {
  await commit({ ".github/workflows/ci.yml": "on: pull_request\n" });
  await expect(pushAsApp("work")).rejects.toThrow(
    /refusing to allow a GitHub App to create or update workflow `.github\/workflows\/ci.yml` without `workflows` permission/,
  );
  await checkout.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
  await checkout.git("checkout", "--quiet", "--detach", "HEAD~1");
  await commit({ "sum.ts": "b\n" });
  await expect(pushAsApp("work")).rejects.toThrow(/without `workflows` permission/);
  expect(peer.pushes.map(({ actor }) => actor.login)).toEqual(["ada"]);
});

test("something shaped like a token is not pushed where pushes are protected", async () => {
  await commit({ "key.ts": `const key = "ghp_${"a".repeat(36)}";\n` });
  await expect(pushAsApp("work")).rejects.toThrow(/GH013[\s\S]*PUSH PROTECTION[\s\S]*path: key.ts/);
});
