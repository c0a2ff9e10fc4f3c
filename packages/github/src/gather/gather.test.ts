import { expect, test } from "vitest";
import type { z } from "zod";
import type { Asker } from "../client/asker.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { openClassify } from "./classify.ts";
import { namedNumbers, readLinked } from "./read-linked.ts";
import { openReading, type Reading } from "./reading.ts";
import type { Writer } from "./said/written.ts";

const repository = { id: 1, owner: "acme", name: "shop", isArchived: false, isPublic: false };

/** A GitHub that says this to every question. */
function reading(answer: () => Promise<unknown>, now = () => new Date(0)): Reading {
  const unasked = () => Promise.reject(new Error("nobody asks for it"));
  const asker = { ask: answer, query: answer, list: answer, readPage: unasked } as unknown as Asker;
  return openReading({ asker, repository }, { number: 12, now });
}

const account = (id: number) => ({ id: `${id}`, login: `person-${id}`, kind: "person" as const });
const by = (author: Writer | null, viewerDidAuthor = false) => ({ author, viewerDidAuthor });
const person = (id: number) => by(account(id));

test("where a GitHub knows no links nothing is linked, and an outage stays one", async () => {
  const refuse = (problem: ConstructorParameters<typeof GitHubFault>[0]) =>
    reading(() => Promise.reject(new GitHubFault(problem)));
  const classify = async () => ({ id: null, login: "", class: "unknown" as const });
  expect(await readLinked(refuse({ kind: "refused", reason: "Field 'parent' doesn't exist" }), "", classify)).toEqual(
    [],
  );
  await expect(readLinked(refuse({ kind: "outage", reason: "502" }), "", classify)).rejects.toThrow(GitHubFault);
});

test("a GitHub that knows of no parts says what is to close an issue all the same", async () => {
  const author = { __typename: "User", login: "eve", databaseId: 66 };
  const proposal = {
    ...{ author, body: "Mends it.", createdAt: "2026-11-01T00:00:00Z", lastEditedAt: null, viewerDidAuthor: false },
    ...{ number: 5, title: "Mend", state: "OPEN", repository: { databaseId: 1 } },
  };
  const documents: string[] = [];
  const old = reading(async () => ({}));
  const query = async (document: string, _: unknown, shape: z.ZodType) => {
    documents.push(document);
    if (document.includes("subIssues")) {
      throw new GitHubFault({ kind: "refused", reason: "Field 'subIssues' doesn't exist" });
    }
    return shape.parse({ repository: { issue: { proposals: { nodes: [proposal] } } } });
  };
  const list = () => Promise.reject(new GitHubFault({ kind: "not_found" }));
  const asker = { ...old.asker, query, list } as unknown as Asker;
  const classify = async () => ({ id: "66", login: "eve", class: "outsider" as const });
  const pieces = await readLinked({ ...old, asker }, "", classify);
  expect(pieces).toMatchObject([{ kind: "proposal", text: "It is to close it: #5 Mend (open)\n\nMends it." }]);
  expect(documents).toHaveLength(2);
});

test("a text names what stands in its own repository by a number, each once, and ten of them", () => {
  const text = "See #4, (#5) and #4; not acme/site#6, a#7, &#8; #9a, https://x/#10 nor #0.";
  expect(namedNumbers(text)).toEqual([4, 5]);
  expect(namedNumbers(Array.from({ length: 30 }, (_, index) => `#${index + 1}`).join(" "))).toHaveLength(10);
  expect(namedNumbers("#".repeat(200_000))).toEqual([]);
});

test("an account is looked up once, a hundred of them at most, and who isn't looked up may be anybody", async () => {
  let asked = 0;
  const classify = openClassify(
    reading(async () => {
      asked += 1;
      return { permission: "write", user: { id: asked } };
    }),
    { isPublic: true },
  );
  const classes = [];
  for (let id = 1; id <= 101; id++) {
    classes.push((await classify(person(id))).class);
  }
  expect(classes.filter((one) => one === "maintainer")).toHaveLength(100);
  expect(classes.at(-1)).toBe("unknown");
  expect((await classify(person(1))).class).toBe("maintainer");
  expect(asked).toBe(100);
});

test.each([
  ["read", true, "outsider"],
  ["read", false, "member"],
  ["triage", true, "member"],
  ["none", false, "outsider"],
  ["maintain", true, "maintainer"],
] as const)(
  "who may %s of a repository that is public (%s) is of the class %s",
  async (permission, isPublic, expected) => {
    const classify = openClassify(
      reading(async () => ({ permission, user: { id: 7 } })),
      { isPublic },
    );
    expect((await classify(person(7))).class).toBe(expected);
  },
);

test("bots are bots without a question, and what is neither is unknown, as is who took another's name", async () => {
  const classify = openClassify(
    reading(async () => ({ permission: "admin", user: { id: 8 } })),
    { isPublic: true },
  );
  expect((await classify(by({ ...account(7), kind: "bot" }))).class).toBe("bot");
  expect((await classify(by({ ...account(7), kind: "other" }))).class).toBe("unknown");
  expect((await classify(by(null))).class).toBe("unknown");
  expect((await classify(person(7))).class).toBe("outsider");
});

test("what we ourselves wrote is our own, without a question", async () => {
  const unasked = () => Promise.reject(new Error("nobody asks for it"));
  const classify = openClassify(reading(unasked), { isPublic: true });
  expect((await classify(by({ ...account(7), kind: "bot" }, true))).class).toBe("own");
});

test("a gathering ends after its requests, and after its time", async () => {
  let time = 0;
  const bounded = reading(
    async () => ({}),
    () => new Date(time),
  );
  expect(bounded.mayGoOn()).toBe(true);
  time = 90_000;
  expect(bounded.mayGoOn()).toBe(false);
  time = 0;
  for (let count = 0; count < 300; count++) {
    await bounded.asker.query("", {}, undefined as never);
  }
  expect(bounded.mayGoOn()).toBe(false);
});
