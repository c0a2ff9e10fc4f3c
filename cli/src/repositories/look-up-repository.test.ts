import type { ApiClient } from "@catalyst/api/own";
import { expect, test } from "vitest";
import { lookUpRepository } from "./look-up-repository.ts";

const URL_OF_SHOP = "https://github.com/you/shop";
const KNOWN = [
  { id: "a", url: "https://github.com/you/docs" },
  { id: "b", url: URL_OF_SHOP },
];

/** What is asked of a server that knows these repositories, one a page. */
function play() {
  const asked: string[] = [];
  const call = async (operation: string, { query }: { query?: { cursor?: string; project?: string } }) => {
    asked.push(`${operation} ${query?.project ?? ""}`.trim());
    if (operation === "registerRepository") {
      return { id: "registered" };
    }
    const index = Number(query?.cursor ?? 0);
    return { data: [KNOWN[index]], nextCursor: index + 1 < KNOWN.length ? String(index + 1) : null };
  };
  return { asked, client: { call } as unknown as ApiClient };
}

const find = (repo: string, client: ApiClient) =>
  lookUpRepository(
    { repo, project: "shop/web" },
    { output: { status: () => undefined } as never, currentFolder: "/srv" },
    client,
  );

test("a repository that is known by its address is found, and not registered", async () => {
  const { asked, client } = play();
  expect(await find(URL_OF_SHOP, client)).toMatchObject({ id: "b" });
  expect(asked).toEqual(["listRepositories shop/web", "listRepositories shop/web"]);
});

test.each(["https://github.com/you/other", "."])("%s, which isn't, is looked at", async (repo) => {
  const { asked, client } = play();
  expect(await find(repo, client)).toEqual({ id: "registered" });
  expect(asked.at(-1)).toBe("registerRepository");
});
