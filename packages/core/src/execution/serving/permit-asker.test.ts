import { beforeEach, describe, expect, test } from "vitest";
import type { AccountStore, ProjectLinks } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import type { ForgePermission } from "../../account/forge-permission.ts";
import { ForgeAway, type ForgeProblem } from "../../forge/forge-outcome.ts";
import type { Repo } from "../../vcs/repo.ts";
import { permitAsker } from "./permit-asker.ts";

const [ANN, LOCAL] = ["a0000000-0000-4000-8000-000000000001", "a0000000-0000-4000-8000-000000000002"];
const PERSON: Actor = { kind: "person", userId: ANN };
const keyOf = (userId: string): Actor => ({ kind: "api_key", userId, keyId: ANN, role: "owner", within: null });
const REPO = { id: "r", projectId: "p", vcs: "github", url: "https://github.com/acme/shop" } as unknown as Repo;

let links: Awaited<ReturnType<AccountStore["listForgeLinks"]>>;
let people: ProjectLinks[];
let permissions: Record<string, ForgePermission>;
let problem: ForgeProblem | null;
let forge: { isOpened: boolean } | null;

beforeEach(() => {
  [links, people, permissions, problem, forge] = [[], [], {}, null, { isOpened: false }];
});

const linked = (accountId: string, kind = "github") => ({ forge: kind, accountId });

async function ask(askedBy: Actor = PERSON, repo: Repo = REPO): Promise<string> {
  const accounts = {
    getUser: async (id: string) => ({ id, login: id === LOCAL ? "local" : "ann", createdAt: new Date() }),
    listForgeLinks: async () => links,
    listProjectLinks: async ({ forge: at }: { forge: string }) =>
      people.map((one) => ({ ...one, links: one.links.filter((link) => link.forge === at) })),
  };
  const findServing = async () =>
    forge && {
      isOpened: forge.isOpened,
      async open() {
        forge = { isOpened: true };
      },
      findPermission: async ({ account }: { account: { id: string } }) =>
        problem === null
          ? { kind: "made" as const, permission: permissions[account.id] ?? "none" }
          : { kind: "failed" as const, problem },
    };
  return permitAsker({ askedBy, repo }, { accounts, findServing }).then(
    () => "permitted",
    (error) => {
      if (error instanceof ForgeAway) {
        return "away";
      }
      expect(error).toMatchObject(
        error.code === "forbidden" ? { way: { kind: "link_account", host: "github.com" } } : { code: "unavailable" },
      );
      return error.code;
    },
  );
}

test.each<[ForgePermission, string]>([
  ["admin", "permitted"],
  ["write", "permitted"],
  ["triage", "forbidden"],
  ["read", "forbidden"],
  ["none", "forbidden"],
])("who asks with a linked account that has %s there is %s", async (permission, outcome) => {
  links = [linked("7")];
  permissions = { 7: permission };
  expect(await ask()).toBe(outcome);
  expect(forge?.isOpened).toBe(outcome === "permitted");
  expect(await ask(keyOf(ANN))).toBe(outcome);
});

test("an account of another forge says nothing, and one of several that may is enough", async () => {
  links = [linked("7", "ghe.example"), linked("8")];
  permissions = { 7: "admin" };
  expect(await ask()).toBe("forbidden");
  links.push(linked("9"));
  permissions = { 9: "write" };
  expect(await ask()).toBe("permitted");
});

test("the machine's owner has it opened, by a key of theirs too; nobody asks what they may there", async () => {
  problem = { kind: "unauthorized" };
  expect(await ask(keyOf(LOCAL))).toBe("permitted");
  expect(forge?.isOpened).toBe(true);
  forge = { isOpened: false };
  expect(await ask({ kind: "machine_owner", userId: LOCAL })).toBe("permitted");
  expect(forge.isOpened).toBe(true);
});

describe("who has no account linked", () => {
  test("isn't served where nobody opened the repository to the project, whoever is in it", async () => {
    people = [
      { login: "bea", links: [linked("8")] },
      { login: "local", links: [] },
    ];
    permissions = { 8: "admin" };
    expect(await ask()).toBe("forbidden");
    expect(forge?.isOpened).toBe(false);
  });

  test("is served where it was opened, as long as somebody of the project may write there", async () => {
    forge = { isOpened: true };
    people = [
      { login: "ann", links: [] },
      { login: "bea", links: [linked("8")] },
    ];
    permissions = { 8: "write" };
    expect(await ask()).toBe("permitted");
    permissions = { 8: "read" };
    expect(await ask()).toBe("forbidden");
  });

  test("isn't served for having unlinked theirs", async () => {
    forge = { isOpened: true };
    people = [{ login: "ann", links: [] }];
    expect(await ask()).toBe("forbidden");
    people.push({ login: "local", links: [] });
    expect(await ask()).toBe("permitted");
  });
});

test("who asked from the forge was looked up when they did, and where no App is everybody reads as anybody", async () => {
  const account = { kind: "forge_account", userId: ANN, forge: "github", accountId: "7", login: "ann" } as const;
  expect(await ask({ ...account, projectId: ANN, permission: "write" })).toBe("permitted");
  forge = null;
  expect(await ask()).toBe("permitted");
  expect(await ask(PERSON, { ...REPO, vcs: "local", url: "/srv/shop" })).toBe("permitted");
});

test("where the forge doesn't say it nobody is served, and where it is away it is asked later", async () => {
  links = [linked("7")];
  problem = { kind: "uninstalled" };
  expect(await ask()).toBe("unavailable");
  problem = { kind: "outage", reason: "no answer" };
  expect(await ask()).toBe("away");
  expect(forge?.isOpened).toBe(false);
});
